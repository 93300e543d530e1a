import njsFs from 'node:fs';

/** Writes a verdict into the generation that its decision began with. One that cannot be written is decided again. */
export function keepVerdict(generation: string, verdict: string): void {
  const file = `${generation}/${verdict}`;
  try {
    njsFs.mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
  } catch {
    // It is there, or the generation is over.
  }
  try {
    njsFs.writeFileSync(file, '');
  } catch {
    // Nothing is remembered.
  }
}
