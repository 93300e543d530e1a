import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The module `entry` and all it imports as one script, without anything of Node. */
export async function bundle(entry: URL, format: 'iife' | 'esm'): Promise<string> {
  const entryPoints = [fileURLToPath(entry)];
  const { outputFiles } = await build({ entryPoints, bundle: true, format, write: false, target: 'es2022' });
  return outputFiles[0]?.text ?? '';
}
