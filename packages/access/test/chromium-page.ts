import { webCrypto } from '@sluice/access';
import { conformanceSuite } from './conformance-suite.ts';

/** Runs the whole suite in the page; one line per failure. */
async function runConformance(): Promise<{ passed: number; failures: string[] }> {
  const crypto = webCrypto();
  const failures: string[] = [];
  for (const { name, run } of conformanceSuite) {
    try {
      await run(crypto);
    } catch (error) {
      failures.push(`${name}: ${String(error)}`);
    }
  }
  return { passed: conformanceSuite.length - failures.length, failures };
}

Object.assign(globalThis, { runConformance });
