import { decodePercent } from '../bytes/percent-encoding.ts';

/** The raw values of every parameter of `query` (without `?`) that is named `name`, however its name is escaped. */
export function queryValues(query: string, name: string): string[] {
  if (query === '') return [];
  const values: string[] = [];
  for (let start = 0; start <= query.length; ) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand < 0 ? query.length : ampersand;
    const pair = query.slice(start, end);
    if (parameterName(pair) === name) values.push(pair.slice(pair.indexOf('=') + 1));
    start = end + 1;
  }
  return values;
}

/** `query` without any parameter named `name`; everything else stays as it was. */
export function withoutParameter(query: string, name: string): string {
  return query
    .split('&')
    .filter((pair) => parameterName(pair) !== name)
    .join('&');
}

/** The values of every cookie named `name` in a `Cookie` header (RFC 6265 §4.2.1), as they stand. */
export function cookieValues(header: string, name: string): string[] {
  if (header === '') return [];
  return header.split(';').flatMap((pair) => {
    const equals = pair.indexOf('=');
    return equals >= 0 && pair.slice(0, equals).trim() === name ? [pair.slice(equals + 1).trim()] : [];
  });
}

function parameterName(pair: string): string | null {
  const equals = pair.indexOf('=');
  const raw = equals < 0 ? pair : pair.slice(0, equals);
  return raw.includes('%') ? decodePercent(raw) : raw;
}
