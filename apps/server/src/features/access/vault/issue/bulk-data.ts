/**
 * Name → URL as the JSON text that stands in `data` (Kerberos Vault contract §4.2): compact, in the order of the call.
 * Written pair by pair, because an object would put names that are whole numbers first.
 */
export function bulkData(pairs: readonly (readonly [filename: string, url: string])[]): string {
  return `{${pairs.map(([filename, url]) => `${JSON.stringify(filename)}:${JSON.stringify(url)}`).join(',')}}`;
}
