/** An XML element to be written: attributes that are undefined are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Elements, or the text inside. */
  readonly children?: readonly XmlElement[] | string;
}

/** The document with its declaration, two blanks a level. */
export function formatXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${formatElement(root, '')}`;
}

function formatElement({ name, attributes = {}, children = [] }: XmlElement, indent: string): string {
  const opening = `${indent}<${name}${formatAttributes(attributes)}`;
  if (children.length === 0) return `${opening}/>\n`;
  if (typeof children === 'string') return `${opening}>${escapeXml(children)}</${name}>\n`;
  const inner = children.map((child) => formatElement(child, `${indent}  `)).join('');
  return `${opening}>\n${inner}${indent}</${name}>\n`;
}

function formatAttributes(attributes: NonNullable<XmlElement['attributes']>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text fit for content and attribute values (XML 1.0 §2.4). Characters that no XML document may hold (§2.2) are dropped. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
  );
}
