import type { Explanation, ExplanationStep } from '@sluice/contract';

const marks: Readonly<Record<ExplanationStep['result'], string>> = {
  ok: 'ok',
  failed: 'FAILED',
  'not needed': '-',
  'not reached': '·',
};

function stepLines({ step, result, read, expected, advice }: ExplanationStep): readonly string[] {
  const head = `${marks[result].padEnd(8)}${step.padEnd(12)}${read ?? ''}`.trimEnd();
  const isFailed = result === 'failed';
  const indent = ' '.repeat(20);
  return [
    head,
    ...(isFailed && expected !== null ? [`${indent}expected: ${expected}`] : []),
    ...(isFailed && advice !== null ? [`${indent}${advice}`] : []),
  ];
}

/** An explanation for a terminal. */
export function formatExplanation(explanation: Explanation): string {
  const { decision, status, code, at, steps } = explanation;
  const verdict = decision === 'allow' ? 'let through' : `refused with ${status}, ${code}`;
  const head = `At ${new Date(at * 1000).toISOString()} this request is ${verdict}.`;
  return `${[head, '', ...steps.flatMap(stepLines)].join('\n')}\n`;
}
