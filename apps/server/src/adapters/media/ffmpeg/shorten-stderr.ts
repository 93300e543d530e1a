const KEPT_LINES = 12;
const MAX_LENGTH = 2000;

/** The last lines of a tool's error output, safe to show: absolute paths are cut to their last name. */
export function shortenStderr(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const text = lines.slice(-KEPT_LINES).map(withoutPaths).join('\n');
  return text.length <= MAX_LENGTH ? text : `…${text.slice(-MAX_LENGTH)}`;
}

/** ffmpeg also prints addresses of its own structures (`[mov @ 0x55…]`), which are noise. */
function withoutPaths(line: string): string {
  return line.replace(/ @ 0x[0-9a-f]+/g, '').replace(/(?<![\w.:/])(?:file:)?(?:\/[^/\s'":]+)+\/([^/\s'":]*)/g, '…/$1');
}
