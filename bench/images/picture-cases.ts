import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** One thing that is asked of every contestant: a source, made into a width and a format at the default quality. */
export interface PictureCase {
  readonly name: string;
  /** File name of the source. */
  readonly source: string;
  readonly widthPx: number;
  readonly format: 'webp' | 'avif' | 'jpg' | 'png' | 'gif';
  readonly quality: number | null;
}

export const pictureCases: readonly PictureCase[] = [
  { name: 'JPEG 12 MP → WebP 640', source: 'photo.jpg', widthPx: 640, format: 'webp', quality: 80 },
  { name: 'JPEG 12 MP → AVIF 640', source: 'photo.jpg', widthPx: 640, format: 'avif', quality: 50 },
  { name: 'JPEG 12 MP → JPEG 640', source: 'photo.jpg', widthPx: 640, format: 'jpg', quality: 80 },
  { name: 'PNG 2 MP → WebP 640', source: 'drawing.png', widthPx: 640, format: 'webp', quality: 80 },
  { name: 'GIF 30 frames → WebP 240', source: 'moving.gif', widthPx: 240, format: 'webp', quality: 80 },
  { name: 'GIF 30 frames → GIF 240', source: 'moving.gif', widthPx: 240, format: 'gif', quality: null },
];

/** Soft shapes that move with `frame`, and grain, as a camera makes them. */
function paint(width: number, height: number, frame: number, grainDepth: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  let grain = frame + 1;
  for (let index = 0; index < width * height; index++) {
    const [x, y] = [index % width, Math.floor(index / width)];
    grain = (grain * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    const noise = (grain >> 16) % grainDepth;
    pixels[index * 3] = 116 + 90 * Math.sin((x + frame * 4) / 97) + noise;
    pixels[index * 3 + 1] = 116 + 80 * Math.sin((y - frame * 3) / 61 + x / 200) + noise;
    pixels[index * 3 + 2] = ((x * y) / 40_000 + frame * 5 + noise) % 256;
  }
  return pixels;
}

/** Writes the sources into `folder`. */
export async function writeSources(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const raw = (width: number, height: number) => ({ raw: { width, height, channels: 3 } }) as const;
  await sharp(paint(4000, 3000, 0, 24), raw(4000, 3000))
    .jpeg({ quality: 88 })
    .toFile(join(folder, 'photo.jpg'));
  await sharp(paint(1600, 1250, 0, 3), raw(1600, 1250))
    .png()
    .toFile(join(folder, 'drawing.png'));
  const frames = Buffer.concat(Array.from({ length: 30 }, (_, frame) => paint(480, 270, frame, 12)));
  const animation = sharp(frames, { raw: { width: 480, height: 270 * 30, channels: 3, pageHeight: 270 } });
  await writeFile(join(folder, 'moving.gif'), await animation.gif({ effort: 1 }).toBuffer());
}
