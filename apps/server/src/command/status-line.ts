/** Where a person reads what is going on. */
export interface StatusLine {
  /** Replaces the last line on a terminal; elsewhere a line is written when its stage is new, or now and then. */
  update(line: string): void;
  /** A line that stays. */
  say(line: string): void;
}

const firstPart = (line: string): string => line.split('  ')[0] ?? '';

/** Where there is no terminal, one line of progress in so many milliseconds is enough. */
const QUIET_MS = 5000;

/** Writes to a terminal or a file. */
export function createStatusLine(out: NodeJS.WriteStream): StatusLine {
  let current = '';
  let writtenAtMs = 0;
  const clear = (): void => {
    if (out.isTTY && current !== '') out.write('\r\x1b[2K');
  };
  return {
    update(line) {
      if (line === current) return;
      if (out.isTTY) {
        clear();
        out.write(line.slice(0, Math.max(20, (out.columns ?? 80) - 1)));
      } else if (firstPart(line) !== firstPart(current) || performance.now() - writtenAtMs > QUIET_MS) {
        out.write(`${line}\n`);
        writtenAtMs = performance.now();
      }
      current = line;
    },
    say(line) {
      clear();
      current = '';
      out.write(`${line}\n`);
    },
  };
}
