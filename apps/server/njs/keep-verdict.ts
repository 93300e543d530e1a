import njsFs from 'node:fs';
import type { Verdict } from './decide-verdict.ts';

/** Writes `verdict` into the generation that its decision began with. One that cannot be written is decided again. */
export function keepVerdict(generation: string, { folder, lifetime }: Verdict): void {
  const place = `${generation}/${folder}`;
  try {
    njsFs.mkdirSync(place, { recursive: true });
  } catch {
    // It is there, or the generation is over.
  }
  try {
    njsFs.writeFileSync(`${place}/${lifetime}`, '');
  } catch {
    // Nothing is remembered.
  }
}
