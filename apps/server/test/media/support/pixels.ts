import { ffmpeg } from './ffmpeg.ts';

/** Luma of every frame of a file, one buffer per frame. */
export async function lumaFrames(path: string, width: number, height: number): Promise<Buffer[]> {
  const args = ['-i', path, '-map', '0:v:0', '-vf', `scale=${width}:${height}`, '-fps_mode', 'passthrough'];
  const { output } = await ffmpeg(...args, '-pix_fmt', 'gray', '-f', 'rawvideo', '-');
  const size = width * height;
  return Array.from({ length: output.length / size }, (_, index) => output.subarray(index * size, (index + 1) * size));
}

/** Peak signal-to-noise ratio of two frames, decibels; 100 for equal ones. */
export function psnr(a: Buffer, b: Buffer): number {
  const squares = a.reduce((total, value, index) => total + (value - (b[index] ?? 0)) ** 2, 0);
  return squares === 0 ? 100 : 10 * Math.log10(255 ** 2 / (squares / a.length));
}

/** The sound of a file from time 0 on, as 16-bit mono samples at 48 kHz. */
export async function soundSamples(path: string): Promise<Int16Array> {
  // Without the filter what is before time 0, the encoder's priming, would be printed as well.
  const fromZero = ['-af', 'aresample=48000:async=1:first_pts=0'];
  const { output } = await ffmpeg('-copyts', '-i', path, '-map', '0:a:0', ...fromZero, '-ac', '1', '-f', 's16le', '-');
  return new Int16Array(output.buffer, output.byteOffset, output.length / 2);
}
