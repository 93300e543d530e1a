import { fileURLToPath } from 'node:url';
import { type BrowserBundle, buildDist } from '../../scripts/browser-bundle.ts';

/** The SDK and the page of a space, which loads the file that every other page loads. */
export const spacesBundle: BrowserBundle = {
  folder: fileURLToPath(new URL('.', import.meta.url)),
  sources: ['src', 'page'],
  entryPoints: [
    { in: 'src/index.ts', out: 'sluice-spaces' },
    { in: 'page/page.ts', out: 'page' },
    { in: 'page/page.css', out: 'page' },
  ],
  shared: { imported: /src\/index\.ts$/, out: 'sluice-spaces.js' },
  pages: ['page/index.html'],
  engines: [],
};

if (import.meta.main) console.log(`spaces ${await buildDist(spacesBundle)}`);
