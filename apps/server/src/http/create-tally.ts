import { Counter, type Registry } from 'prom-client';

/** What a metric is called, and the names of its labels. */
export interface MetricNames {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/**
 * A counter for what happens with every request: adding one is one look into a map. The library's own counter sorts and
 * checks its labels each time; here it gets the sums when it is asked. Values stand in the order of `labelNames`.
 */
export function createTally(
  registry: Registry,
  { name, help, labelNames }: MetricNames,
): (...values: readonly string[]) => void {
  const sums = new Map<string, { readonly labels: Record<string, string>; sum: number }>();
  new Counter({
    ...{ name, help, labelNames: [...labelNames], registers: [registry] },
    collect() {
      this.reset();
      for (const { labels, sum } of sums.values()) this.inc(labels, sum);
    },
  });
  return (...values) => {
    const key = values.join('\n');
    const known = sums.get(key);
    if (known !== undefined) known.sum++;
    else
      sums.set(key, { labels: Object.fromEntries(labelNames.map((label, at) => [label, values[at] ?? ''])), sum: 1 });
  };
}
