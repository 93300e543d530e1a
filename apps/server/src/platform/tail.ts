/** Keeps the last bytes of a stream of text. */
export interface Tail {
  readonly push: (chunk: Uint8Array) => void;
  readonly text: () => string;
}

export function createTail(maxBytes: number): Tail {
  let kept: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      kept = Buffer.concat([kept, chunk]);
      if (kept.length > maxBytes) kept = kept.subarray(kept.length - maxBytes);
    },
    text: () => kept.toString('utf8'),
  };
}
