/** From the start-of-image marker to the end-of-image one (ITU-T T.81 §B.1.1.3). */
export function isWholeJpeg(bytes: Uint8Array): boolean {
  return [bytes.at(0), bytes.at(1), bytes.at(-2), bytes.at(-1)].join() === [0xff, 0xd8, 0xff, 0xd9].join();
}
