import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './setup/run-command.mjs';
import { say } from './setup/say.mjs';
import { readResults } from './suite-results.mjs';

async function runSuite(node, root, folder, suite, args, options) {
  const startedAt = Date.now();
  const file = join(folder, `${suite}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const program = ['node_modules/vitest/vitest.mjs', 'run', '--project', suite, ...reporters, ...args];
  const status = await runCommand(node, program, options);
  const { failures, ...counts } = readResults(suite, file, root);
  if (status !== 0 && failures.length === 0) failures.push(`${suite}: errors outside of its tests, told above`);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  say(`${suite}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
  return { status, counts, failures };
}

/**
 * Runs groups of test suites one after the other, the suites of a group side by side, all of them even when one fails,
 * and closes with every failure once more and their sum. Resolves to the worst exit status.
 */
export async function runSuites(node, root, groups, args, options) {
  const folder = join(root, '.cache', 'test-results');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const allFailures = [];
  let worst = 0;
  for (const group of groups) {
    for (const { status, counts, failures } of await Promise.all(
      group.map((suite) => runSuite(node, root, folder, suite, args, options)),
    )) {
      worst = Math.max(worst, status);
      for (const kind of Object.keys(sum)) sum[kind] += counts[kind];
      allFailures.push(...failures);
    }
  }
  for (const failure of allFailures) process.stdout.write(`FAILED ${failure}\n`);
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
  return worst;
}
