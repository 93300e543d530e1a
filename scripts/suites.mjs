import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './setup/run-command.mjs';
import { say } from './setup/say.mjs';

function readCounts(file) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function runSuite(node, folder, suite, args, options) {
  const startedAt = Date.now();
  const file = join(folder, `${suite}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const program = ['node_modules/vitest/vitest.mjs', 'run', '--project', suite, ...reporters, ...args];
  const status = await runCommand(node, program, options);
  const counts = readCounts(file);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  say(`${suite}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
  return { status, counts };
}

/**
 * Runs groups of test suites one after the other, the suites of a group side by side, all of them even when one fails,
 * and closes with their sum. Resolves to the worst exit status.
 */
export async function runSuites(node, root, groups, args, options) {
  const folder = join(root, '.cache', 'test-results');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sum = { passed: 0, failed: 0, skipped: 0 };
  let worst = 0;
  for (const group of groups) {
    for (const { status, counts } of await Promise.all(
      group.map((suite) => runSuite(node, folder, suite, args, options)),
    )) {
      worst = Math.max(worst, status);
      for (const kind of Object.keys(sum)) sum[kind] += counts[kind];
    }
  }
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
  return worst;
}
