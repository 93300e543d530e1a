/** Where a person reads what is going on. */
export interface StatusLine {
  /** Replaces the last line on a terminal; elsewhere a line is written only when its stage is new. */
  update(line: string): void;
  /** A line that stays. */
  say(line: string): void;
}

const firstWord = (line: string): string => line.split('  ')[0] ?? '';

/** Writes to a terminal or a file. */
export function createStatusLine(out: NodeJS.WriteStream): StatusLine {
  let current = '';
  const clear = (): void => {
    if (out.isTTY && current !== '') out.write('\r\x1b[2K');
  };
  return {
    update(line) {
      if (line === current) return;
      if (out.isTTY) {
        clear();
        out.write(line.slice(0, Math.max(20, (out.columns ?? 80) - 1)));
      } else if (firstWord(line) !== firstWord(current)) {
        out.write(`${line}\n`);
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
