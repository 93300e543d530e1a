import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

/** What a package hands to browsers. */
export interface BrowserBundle {
  /** Of the package, with a slash at its end. */
  readonly folder: string;
  /** Folders whose files are bundled; a change in them is a new build. */
  readonly sources: readonly string[];
  readonly entryPoints: readonly { readonly in: string; readonly out: string }[];
  /** What pages load as the file `out`, so that all of them together hold it once. */
  readonly shared: { readonly imported: RegExp; readonly out: string };
  /** Files that are taken as they are. */
  readonly pages: readonly string[];
  /** Packages that are bundled. */
  readonly engines: readonly string[];
}

/** One file that a browser loads. */
export interface BrowserFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const stampName = '.inputs-sha256';

const besideThePage = ({ imported, out }: BrowserBundle['shared']): Plugin => ({
  name: 'beside-the-page',
  setup(setup) {
    setup.onResolve({ filter: imported }, ({ kind }) =>
      kind === 'entry-point' ? null : { path: `./${out}`, external: true },
    );
  },
});

/** Bundles everything. Nothing is written. */
export async function bundle({ folder, entryPoints, shared, pages }: BrowserBundle): Promise<BrowserFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [...entryPoints],
    outdir: 'dist',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox128', 'safari16.4'],
    legalComments: 'eof',
    write: false,
    plugins: [besideThePage(shared)],
  });
  const taken = pages.map(async (page) => ({ name: basename(page), bytes: await readFile(join(folder, page)) }));
  const bundled = outputFiles.map(({ path, contents }) => ({ name: basename(path), bytes: contents }));
  return [...bundled, ...(await Promise.all(taken))];
}

/** Brings `dist/` up to date; does nothing when its inputs are the ones that it was made from. */
export async function buildDist(about: BrowserBundle): Promise<'built' | 'fresh'> {
  const digest = await digestInputs(about);
  const dist = join(about.folder, 'dist');
  const present = await readFile(join(dist, stampName), 'utf8').catch(() => '');
  if (present === digest) return 'fresh';
  const files = await bundle(about);
  await replaceFiles(dist, [...files, { name: stampName, bytes: Buffer.from(digest) }]);
  for (const { name, bytes } of files) {
    console.log(`${name.padEnd(18)} ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} compressed`);
  }
  return 'built';
}

/** Whole files appear by rename, the stamp last: a reader or a second build never meets a half. */
async function replaceFiles(folder: string, files: readonly BrowserFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, '.new-'));
  for (const { name, bytes } of files) await writeFile(join(staging, name), bytes);
  for (const { name } of files) await rename(join(staging, name), join(folder, name));
  await rm(staging, { recursive: true });
}

async function digestInputs({ folder, sources, engines }: BrowserBundle): Promise<string> {
  const hash = createHash('sha256').update(await readFile(fileURLToPath(import.meta.url)));
  const require = createRequire(join(folder, 'build.ts'));
  for (const engine of ['esbuild', ...engines]) hash.update(await readFile(require.resolve(`${engine}/package.json`)));
  const files = (await Promise.all(sources.map((source) => listFiles(folder, source)))).flat();
  for (const path of [...files, 'build.ts'].sort()) hash.update(`${path}\n`).update(await readFile(join(folder, path)));
  return hash.digest('hex');
}

async function listFiles(folder: string, source: string): Promise<string[]> {
  const entries = await readdir(join(folder, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
