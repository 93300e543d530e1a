import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../../..');
const folder = join(root, '.cache/footage');

/** Real footage and a real photograph by what is special about them. */
const FOOTAGE = {
  /** 1080p by a phone, 1.5 s, a rate that it measured itself. */
  phone: 'usr/share/forensics-samples/original-files/movie1/VID_20191220_170832.mp4',
  /** 720p, screen and camera, 8 s, begins at 33 ms. */
  screen: 'usr/share/forensics-samples/original-files/movie2/movie-hello.mp4',
  /** The same as MPEG-2 programme stream. */
  programme: 'usr/share/forensics-samples/original-files/movie2/movie-hello.mpeg',
  /** The same as H.264 in AVI. */
  avi: 'usr/share/forensics-samples/original-files/movie2/movie-hello.avi',
  /** 720p of a bird, 14 s, 4:4:4 by an x264 whose mistakes decoders have to know of. */
  bird: 'usr/lib/python3/dist-packages/imageio/resources/images/cockatoo.mp4',
  /** 12 megapixels by a phone, with EXIF data. */
  photograph: 'usr/share/forensics-samples/original-files/pic2/IMG_20200608_111614.jpg',
} as const;

/** Path of a piece of real footage; fetched from Debian when the set-up has not done so. */
export async function footage(name: keyof typeof FOOTAGE): Promise<string> {
  if (!existsSync(folder)) {
    const script = pathToFileURL(join(root, 'scripts/setup/footage.mjs')).href;
    const program = `import { ensureFootage } from ${JSON.stringify(script)}; await ensureFootage(${JSON.stringify(root)});`;
    await run(process.execPath, ['--input-type=module', '-e', program]);
  }
  return join(folder, FOOTAGE[name]);
}
