// `npm run bench -- NAME [OPTION…]`: runs one benchmark beside a peer and prints ratios.
const BENCHMARKS = ['deliver', 'encode', 'images', 'presign', 'revocation', 'spaces', 'stream', 'verify'] as const;

const [name, ...options] = process.argv.slice(2);
if (!BENCHMARKS.some((known) => known === name)) {
  process.stderr.write(`usage: npm run bench -- ${BENCHMARKS.join('|')}\n`);
  process.exit(2);
}
process.argv.splice(2, process.argv.length - 2, ...options);
await import(`./${name}.ts`);
