import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * `verifier.ts` with all of packages/access that it needs as one file that njs 0.7.9 reads: esbuild bundles it and takes
 * away private members, TypeScript writes it as ES5, and njs wants its own name for the crypto module and one default
 * export.
 */
export async function buildVerifier(): Promise<string> {
  const bundle = await build({
    entryPoints: [fileOf('verifier.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2017',
    write: false,
    external: ['node:crypto'],
    logLevel: 'silent',
  });
  const { outputText } = ts.transpileModule(bundle.outputFiles[0]?.text ?? '', {
    compilerOptions: { target: ts.ScriptTarget.ES5, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  const body = outputText
    .replace(/^import njsCrypto from ["']node:crypto["'];$/m, '')
    .replace(/export \{\s*(\w+) as default\s*\};?/, 'export default $1;');
  return `import njsCrypto from 'crypto';\n${await readFile(fileOf('prelude.js'), 'utf8')}\n${body}`;
}
