import { Counter, type Registry } from 'prom-client';
import { LabelTree } from './label-tree.ts';

/** What a metric is called, and the names of its labels. */
export interface MetricNames {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/**
 * A counter for what happens with every request: adding one is a look into a map for each label. The library's own counter sorts and
 * checks its labels each time; here it gets the sums when it is asked. Values stand in the order of `labelNames`.
 */
export function createTally(
  registry: Registry,
  { name, help, labelNames }: MetricNames,
): (...values: readonly string[]) => void {
  const sums: { readonly labels: Record<string, string>; sum: number }[] = [];
  const tree = new LabelTree((values) => {
    const begun = { labels: Object.fromEntries(labelNames.map((label, at) => [label, values[at] ?? ''])), sum: 0 };
    sums.push(begun);
    return begun;
  });
  new Counter({
    ...{ name, help, labelNames: [...labelNames], registers: [registry] },
    collect() {
      this.reset();
      for (const { labels, sum } of sums) this.inc(labels, sum);
    },
  });
  return (...values) => {
    tree.find(values).sum++;
  };
}
