import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const stampName = '.inputs-sha256';

/** One file that a browser loads. */
export interface PlayerFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The pages load the element as a file of its own, so that all together hold hls.js once. */
const elementBesideThePage: Plugin = {
  name: 'element-beside-the-page',
  setup(setup) {
    setup.onResolve({ filter: /\/register\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? null : { path: './sluice-player.js', external: true },
    );
  },
};

/** Bundles the element, the watch page and the embed page. Nothing is written. */
export async function bundlePlayer(): Promise<PlayerFile[]> {
  const scripts = await build({
    absWorkingDir: here,
    entryPoints: [
      { in: 'src/register.ts', out: 'sluice-player' },
      { in: 'watch/watch.ts', out: 'watch' },
      { in: 'watch/watch.css', out: 'watch' },
      { in: 'watch/embed.ts', out: 'embed' },
      { in: 'watch/embed.css', out: 'embed' },
    ],
    outdir: 'dist',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox128', 'safari16.4'],
    legalComments: 'eof',
    write: false,
    plugins: [elementBesideThePage],
  });
  const bundled = scripts.outputFiles.map(({ path, contents }) => ({
    name: path.slice(here.length + 5),
    bytes: contents,
  }));
  const pages = ['index.html', 'embed.html'].map(async (name) => ({
    name,
    bytes: await readFile(join(here, 'watch', name)),
  }));
  return [...bundled, ...(await Promise.all(pages))];
}

/** Brings `dist/` up to date; does nothing when its inputs are the ones that it was made from. */
export async function buildPlayer(): Promise<'built' | 'fresh'> {
  const digest = await digestInputs();
  const dist = join(here, 'dist');
  const present = await readFile(join(dist, stampName), 'utf8').catch(() => '');
  if (present === digest) return 'fresh';
  const files = await bundlePlayer();
  await replaceFiles(dist, [...files, { name: stampName, bytes: Buffer.from(digest) }]);
  for (const { name, bytes } of files) {
    console.log(`${name.padEnd(18)} ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} compressed`);
  }
  return 'built';
}

/** Whole files appear by rename, the stamp last: a reader or a second build never meets a half. */
async function replaceFiles(folder: string, files: readonly PlayerFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, '.new-'));
  for (const { name, bytes } of files) await writeFile(join(staging, name), bytes);
  for (const { name } of files) await rename(join(staging, name), join(folder, name));
  await rm(staging, { recursive: true });
}

async function digestInputs(): Promise<string> {
  const hash = createHash('sha256');
  const require = createRequire(import.meta.url);
  for (const engine of ['hls.js/package.json', 'esbuild/package.json'])
    hash.update(await readFile(require.resolve(engine)));
  const sources = [...(await listFiles('src')), ...(await listFiles('watch')), 'build.ts'];
  for (const path of sources.sort()) hash.update(`${path}\n`).update(await readFile(join(here, path)));
  return hash.digest('hex');
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(here, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(here.length));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

if (import.meta.main) console.log(`player ${await buildPlayer()}`);
