/** The same bytes, counted as they pass. */
export function countedStream(
  body: Blob | ReadableStream<Uint8Array>,
  onBytes: (sentBytes: number) => void,
): ReadableStream<Uint8Array> {
  let sent = 0;
  const source: ReadableStream<Uint8Array> = body instanceof Blob ? body.stream() : body;
  return source.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        sent += chunk.byteLength;
        onBytes(sent);
        controller.enqueue(chunk);
      },
    }),
  );
}
