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
export interface BuiltFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The page loads the SDK as the file that every other page loads. */
const sdkBesideThePage: Plugin = {
  name: 'sdk-beside-the-page',
  setup(setup) {
    setup.onResolve({ filter: /src\/index\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? null : { path: './sluice-spaces.js', external: true },
    );
  },
};

/** Bundles the SDK and the page of a space. Nothing is written. */
export async function bundleSpaces(): Promise<BuiltFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [
      { in: 'src/index.ts', out: 'sluice-spaces' },
      { in: 'page/page.ts', out: 'page' },
      { in: 'page/page.css', out: 'page' },
    ],
    outdir: 'dist',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox128', 'safari16.4'],
    legalComments: 'eof',
    write: false,
    plugins: [sdkBesideThePage],
  });
  const bundled = outputFiles.map(({ path, contents }) => ({ name: path.slice(here.length + 5), bytes: contents }));
  return [...bundled, { name: 'index.html', bytes: await readFile(join(here, 'page', 'index.html')) }];
}

/** Brings `dist/` up to date; does nothing when its inputs are the ones that it was made from. */
export async function buildSpaces(): Promise<'built' | 'fresh'> {
  const digest = await digestInputs();
  const dist = join(here, 'dist');
  const present = await readFile(join(dist, stampName), 'utf8').catch(() => '');
  if (present === digest) return 'fresh';
  const files = await bundleSpaces();
  await replaceFiles(dist, [...files, { name: stampName, bytes: Buffer.from(digest) }]);
  for (const { name, bytes } of files) {
    console.log(`${name.padEnd(18)} ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} compressed`);
  }
  return 'built';
}

/** Whole files appear by rename, the stamp last: a reader or a second build never meets a half. */
async function replaceFiles(folder: string, files: readonly BuiltFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, '.new-'));
  for (const { name, bytes } of files) await writeFile(join(staging, name), bytes);
  for (const { name } of files) await rename(join(staging, name), join(folder, name));
  await rm(staging, { recursive: true });
}

async function digestInputs(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(createRequire(import.meta.url).resolve('esbuild/package.json')));
  const sources = [...(await listFiles('src')), ...(await listFiles('page')), 'build.ts'];
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

if (import.meta.main) console.log(`spaces ${await buildSpaces()}`);
