import type { Report } from '@sluice/contract';
import type { StepRecord } from './job-facts.ts';

/** Steps that are named otherwise where people read them; null are none of their business. */
const words: Readonly<Record<string, string | null>> = { stream: null, 'content-key': 'content key' };

const wordOf = (name: string): string | null => {
  if (name.startsWith('video chunk ')) return 'video';
  if (name.startsWith('thumbnail ')) return 'thumbnails';
  return words[name] === undefined ? name : words[name];
};

/** The steps of a job with the time that they took, all chunks of the pictures as one. */
export function tellSteps(steps: readonly StepRecord[]): Report['steps'] {
  const byWord = Map.groupBy(steps, ({ name }) => wordOf(name));
  return [...byWord].flatMap(([name, parts]) => {
    if (name === null) return [];
    const isKnown = parts.every(({ tookMs }) => tookMs !== null);
    const tookMs = parts.reduce((sum, part) => sum + (part.tookMs ?? 0), 0);
    return [{ name, seconds: isKnown ? Number((tookMs / 1000).toFixed(3)) : null }];
  });
}
