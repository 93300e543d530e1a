import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const LINES_OF_A_FAILURE = 12;

function describeFailure(suite, file, name, messages) {
  const lines = messages.join('\n').split('\n').slice(0, LINES_OF_A_FAILURE);
  return [`${suite}: ${file}: ${name}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

/**
 * What the JSON report of a suite says: its counts, and each failure as a text of a few lines. A report that is missing
 * counts as one failure.
 */
export function readResults(suite, file, root) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [describeFailure(suite, '', 'ended without a report', [])] };
  }
  const failures = [];
  for (const { name, message, status, assertionResults } of report.testResults) {
    const path = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed) failures.push(describeFailure(suite, path, test.fullName, test.failureMessages));
    if (status === 'failed' && failed.length === 0) failures.push(describeFailure(suite, path, 'the file', [message]));
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}
