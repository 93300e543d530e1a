/** `ffmpeg version 5.1.9-0+deb12u1 Copyright …` → `5.1.9-0+deb12u1`. */
export function parseVersion(output: string): string {
  return /^ff\w+ version (\S+)/m.exec(output)?.[1] ?? 'unknown';
}

/**
 * Names from `-encoders` or `-filters`: a column of flags, the name, a description. The legend above
 * the list has ` = ` after its flags.
 */
export function parseNames(output: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of output.split('\n')) {
    const match = /^ [A-Z.|]{3,6} ([A-Za-z0-9_]+)\s/.exec(line);
    if (match?.[1] !== undefined) names.add(match[1]);
  }
  return names;
}
