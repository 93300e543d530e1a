/** First of all arguments of ffmpeg: no questions, no banner, errors only. */
export const plainRun = ['-nostdin', '-hide_banner', '-v', 'error'];

/** Streams that begin late or rarely are found as well; both are bounded. */
const LOOK_AHEAD = ['-probesize', '20000000', '-analyzeduration', '20000000'];

/** Look-ahead and demuxer of an input; without a demuxer the tool finds one out among those that are allowed. */
export function openArguments(demuxer: string | null): string[] {
  return [...LOOK_AHEAD, ...(demuxer === null ? [] : ['-f', demuxer])];
}

/** A path as an argument: `file:` keeps a colon in a name from being read as a protocol. */
export function fileArgument(path: string): string {
  return `file:${path}`;
}
