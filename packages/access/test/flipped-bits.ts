/** Every text that differs from `text` in one of the low seven bits of one character. `text` is ASCII. */
export function* withFlippedBits(text: string): Generator<string> {
  for (let index = 0; index < text.length; index++) {
    for (let bit = 0; bit < 7; bit++) {
      const flipped = String.fromCharCode(text.charCodeAt(index) ^ (1 << bit));
      yield text.slice(0, index) + flipped + text.slice(index + 1);
    }
  }
}
