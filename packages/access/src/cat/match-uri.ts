import { parsePlainRegex } from '../uri/plain-regex.ts';
import { catMatch, catPart } from './cat-labels.ts';
import { type CborMap, type CborValue, isCborMap } from './cbor.ts';

const absoluteUri = /^([a-z][a-z0-9+.-]*):\/\/([^/?#:@]+)(?::(\d{1,5}))?(\/[^?#]*)(?:\?([^#]*))?$/;
const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };
const maxUriLength = 8192;

const tests: ReadonlyMap<number | string, (text: string, value: string) => boolean> = new Map([
  [catMatch.exact, (text: string, value: string) => text === value],
  [catMatch.prefix, (text: string, value: string) => text.startsWith(value)],
  [catMatch.suffix, (text: string, value: string) => text.endsWith(value)],
  [catMatch.contains, (text: string, value: string) => text.includes(value)],
  [catMatch.regex, (text: string, value: string) => parsePlainRegex(value)?.matches(text) ?? false],
]);

/**
 * True when every part that `catu` names matches in every way that it asks for (CTA-5007). `uri` is absolute, as
 * received. A part or a comparison that we do not know does not match, nor does a `catu` that names no path.
 */
export function matchesUri(catu: CborMap, uri: string): boolean {
  const parts = uri.length > maxUriLength ? null : partsOf(uri);
  if (parts === null || !catu.has(catPart.path)) return false;
  return [...catu].every(([part, matches]) => matchesPart(parts.get(part), matches));
}

function partsOf(uri: string): ReadonlyMap<number | string, string> | null {
  const [, scheme, host, port, path, query = ''] = absoluteUri.exec(uri) ?? [];
  if (scheme === undefined || host === undefined || path === undefined) return null;
  return new Map<number, string>([
    [catPart.scheme, scheme],
    [catPart.host, host.toLowerCase()],
    [catPart.port, port ?? defaultPorts[scheme] ?? ''],
    [catPart.path, path],
    [catPart.query, query],
  ]);
}

function matchesPart(text: string | undefined, matches: CborValue): boolean {
  if (text === undefined || !isCborMap(matches) || matches.size === 0) return false;
  return [...matches].every(([kind, value]) => typeof value === 'string' && (tests.get(kind)?.(text, value) ?? false));
}
