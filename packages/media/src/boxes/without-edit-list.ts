export function withoutEditList(_init: Uint8Array): Uint8Array {
  throw new Error('not built yet');
}
