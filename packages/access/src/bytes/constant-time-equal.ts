/**
 * Compares without telling, by the time it takes, where two byte strings differ. Lengths are not secret.
 * For runtimes that bring no such function of their own.
 */
export function constantTimeEqual(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}
