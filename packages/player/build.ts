import { fileURLToPath } from 'node:url';
import { type BrowserBundle, buildDist } from '../../scripts/browser-bundle.ts';

/** The element, the watch page and the embed page, which hold hls.js once. */
export const playerBundle: BrowserBundle = {
  folder: fileURLToPath(new URL('.', import.meta.url)),
  sources: ['src', 'watch'],
  entryPoints: [
    { in: 'src/register.ts', out: 'sluice-player' },
    { in: 'watch/watch.ts', out: 'watch' },
    { in: 'watch/watch.css', out: 'watch' },
    { in: 'watch/embed.ts', out: 'embed' },
    { in: 'watch/embed.css', out: 'embed' },
  ],
  shared: { imported: /\/register\.ts$/, out: 'sluice-player.js' },
  pages: ['watch/index.html', 'watch/embed.html'],
  engines: ['hls.js'],
};

if (import.meta.main) console.log(`player ${await buildDist(playerBundle)}`);
