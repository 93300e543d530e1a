import { webCrypto } from '@sluice/access';
import { conformanceSuite } from './conformance-suite.ts';

export interface ConformanceResult {
  readonly passed: number;
  /** One line for each case that does not hold. */
  readonly failures: readonly string[];
}

/** Runs the whole suite over WebCrypto, in whatever runtime this was bundled for. */
export async function runConformance(): Promise<ConformanceResult> {
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
