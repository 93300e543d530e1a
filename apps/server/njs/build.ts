import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Where {@link buildGate} leaves its file. */
const gateFile = fileOf('dist/gate.js');

/** `import … from 'node:fs'` as the bundler writes it. */
const nodeImport = /^import (\w+) from ["']node:(crypto|fs)["'];$/gm;

/**
 * The module `entry` with all that it needs as one file that njs 0.7.9 reads: esbuild bundles it and takes away private
 * members, TypeScript writes it as ES5, and njs wants its own names for the modules and one default export.
 */
export async function bundleForNjs(entry: string): Promise<string> {
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2017',
    write: false,
    external: ['node:crypto', 'node:fs'],
    logLevel: 'silent',
  });
  const { outputText } = ts.transpileModule(bundle.outputFiles[0]?.text ?? '', {
    compilerOptions: { target: ts.ScriptTarget.ES5, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  const imports = [...outputText.matchAll(nodeImport)].map(([, name, module]) => `import ${name} from '${module}';`);
  const body = outputText.replace(nodeImport, '').replace(/export \{\s*(\w+) as default\s*\};?/, 'export default $1;');
  return [...imports, await readFile(fileOf('prelude.js'), 'utf8'), body].join('\n');
}

/** Brings `dist/gate.js` up to date, whole by a rename. */
export async function buildGate(): Promise<'built' | 'fresh'> {
  const text = await bundleForNjs(fileOf('answer-request.ts'));
  if ((await readFile(gateFile, 'utf8').catch(() => '')) === text) return 'fresh';
  await mkdir(fileOf('dist/'), { recursive: true });
  const staging = `${gateFile}.${process.pid}`;
  await writeFile(staging, text);
  await rename(staging, gateFile);
  return 'built';
}

if (import.meta.main) console.log(`gate for nginx ${await buildGate()}`);
