import { parseJsonObject } from './parse-json-object.ts';

/** Strings, with the colon that makes one a name, and brackets. */
const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;

/**
 * As `parseJsonObject`, but null also where an object, at any depth, has two members of one name: two readers of such a
 * text may see different things in it (RFC 8259 §4).
 */
export function parseUniqueJsonObject(text: string | null): Readonly<Record<string, unknown>> | null {
  const value = parseJsonObject(text);
  return value === null || hasRepeatedName(text ?? '') ? null : value;
}

/** Of a text that is JSON. */
function hasRepeatedName(json: string): boolean {
  const namesByDepth: Set<string>[] = [];
  for (const [token, colon] of json.matchAll(tokens)) {
    if (token === '{' || token === '[') namesByDepth.push(new Set());
    else if (token === '}' || token === ']') namesByDepth.pop();
    else if (colon !== undefined) {
      // Read, not compared as written: "a" and "\u0061" are one name.
      const name: string = JSON.parse(token.slice(0, -colon.length));
      const names = namesByDepth.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    }
  }
  return false;
}
