import type { Histogram, Registry } from 'prom-client';
import type { MetricNames } from './create-tally.ts';
import { LabelTree } from './label-tree.ts';

interface Series {
  readonly labels: Record<string, string>;
  /** By bound, those above the last one at the end; each counts what lies above the bound before it. */
  readonly counts: number[];
  sum: number;
}

interface Sample {
  readonly metricName: string;
  readonly labels: Record<string, string | number>;
  readonly value: number;
}

/** The samples of one series as Prometheus has them: buckets that hold all below their bound, sum, count. */
function samplesOf(name: string, bounds: readonly number[], { labels, counts, sum }: Series): Sample[] {
  let below = 0;
  const buckets = counts.map((count, index) => {
    below += count;
    const le = bounds[index] ?? '+Inf';
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: below },
  ];
}

/**
 * A histogram of seconds for what happens with every request; see `createTally`. `bounds` ascend. Without labels it is
 * there from the start, with nothing in it.
 */
export function createSecondsHistogram(
  registry: Registry,
  { name, help, labelNames }: MetricNames,
  bounds: readonly number[],
): (seconds: number, ...values: readonly string[]) => void {
  const series: Series[] = [];
  const tree = new LabelTree((values) => {
    const labels = Object.fromEntries(labelNames.map((label, at) => [label, values[at] ?? '']));
    const begun = { labels, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
    series.push(begun);
    return begun;
  });
  if (labelNames.length === 0) tree.find([]);
  const get = async () => ({
    ...{ name, help, type: 'histogram', aggregator: 'sum' },
    values: series.flatMap((each) => samplesOf(name, bounds, each)),
  });
  // All that the registry asks of a metric; the type it wants is that of the library's own classes.
  registry.registerMetric({ name, get } as unknown as Histogram);
  return (seconds, ...values) => {
    const found = tree.find(values);
    let index = 0;
    while (index < bounds.length && seconds > (bounds[index] ?? 0)) index++;
    found.counts[index] = (found.counts[index] ?? 0) + 1;
    found.sum += seconds;
  };
}
