import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A line of ffmpeg's progress report, as far as it is used. */
export interface EncodeProgress {
  /** Frames encoded so far in this run. */
  readonly frames: number;
}

/** Reads `-progress` output (`key=value` lines, a block ending in `progress=…`) to its end. */
export async function readEncodeProgress(
  pipe: Readable,
  onProgress: (progress: EncodeProgress) => void,
): Promise<void> {
  let frames = 0;
  for await (const line of createInterface({ input: pipe })) {
    const [name, value] = line.split('=', 2);
    if (name === 'frame') frames = Number(value) || frames;
    if (name === 'progress') onProgress({ frames });
  }
}
