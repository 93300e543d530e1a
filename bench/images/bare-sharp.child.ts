// sharp alone in a warm process: no HTTP, no cache, no checks. Told by messages what to make how often.
import { join } from 'node:path';
import sharp from 'sharp';
import type { PictureCase } from './picture-cases.ts';

const [folder = ''] = process.argv.slice(2);
sharp.concurrency(1);
sharp.cache(false);

function make({ source, widthPx, format, quality }: PictureCase): Promise<Buffer> {
  const image = sharp(join(folder, source), { pages: source.endsWith('.gif') ? -1 : 1 }).resize(widthPx);
  const options = quality === null ? {} : { quality };
  return image.toFormat(format === 'jpg' ? 'jpeg' : format, options).toBuffer();
}

process.on('message', async ({ order, count, inFlight }: { order: PictureCase; count: number; inFlight: number }) => {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await make(order);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  process.send?.('done');
});
process.send?.('ready');
