import type { FragmentIndex, TimedRange } from './read-fragments.ts';

const rangeOf = ({ first, length }: Pick<TimedRange, 'first' | 'length'>): string => `${length}@${first}`;
const seconds = (value: number): string => value.toFixed(6);

/** Lines of a media playlist (RFC 8216 §4.3.2) whose URI is the name of the file, to be replaced by whoever plays it. */
export function formatByteRanges(name: string, { init, fragments }: FragmentIndex): string {
  const lines = fragments.map(
    (range) => `#EXTINF:${seconds(range.seconds)},\n#EXT-X-BYTERANGE:${rangeOf(range)}\n${name}\n`,
  );
  return `#EXT-X-MAP:URI="${name}",BYTERANGE="${rangeOf(init)}"\n${lines.join('')}`;
}

/** Each fragment's length, the time at which it ends and its bytes, as texts. */
export function rangesOnTime({ fragments }: FragmentIndex): { duration: string; time: string; range: string }[] {
  let time = 0;
  return fragments.map((range) => {
    time += range.seconds;
    return { duration: seconds(range.seconds), time: seconds(time), range: rangeOf(range) };
  });
}
