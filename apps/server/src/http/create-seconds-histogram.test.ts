import { Counter, Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createSecondsHistogram } from './create-seconds-histogram.ts';
import { createTally } from './create-tally.ts';

const names = { name: 'answers', help: 'Answers "given".', labelNames: ['route', 'status'] };
const routes = ['/v/:aid/*', 'a"b\\c\nd', ''];
const bounds = [0.1, 0.5, 2.5];
const seconds = [0, 0.1, 0.10001, 0.5, 2, 2.5, 100];

/** The text that Prometheus gets when `record` is told of a hundred answers. */
async function textOf(registry: Registry, record: (seconds: number, route: string, status: string) => void) {
  for (let index = 0; index < 100; index++) {
    record(seconds[index % seconds.length] ?? 0, routes[index % routes.length] ?? '', String(200 + (index % 2)));
  }
  return registry.metrics();
}

it('tells what a histogram of the library tells', async () => {
  const [registry, peer] = [new Registry(), new Registry()];
  const histogram = new Histogram({ ...names, buckets: bounds, registers: [peer] });
  expect(await textOf(registry, createSecondsHistogram(registry, names, bounds))).toBe(
    await textOf(peer, (value, route, status) => histogram.observe({ route, status }, value)),
  );
});

it('is there before anything has happened when it has no labels, as one of the library is', async () => {
  const [registry, peer] = [new Registry(), new Registry()];
  createSecondsHistogram(registry, { ...names, labelNames: [] }, bounds);
  new Histogram({ name: names.name, help: names.help, buckets: bounds, registers: [peer] });
  expect(await registry.metrics()).toBe(await peer.metrics());
});

it('tallies what a counter of the library counts, however often it is asked', async () => {
  const [registry, peer] = [new Registry(), new Registry()];
  const [tally, counter] = [createTally(registry, names), new Counter({ ...names, registers: [peer] })];
  for (let round = 0; round < 2; round++) {
    expect(await textOf(registry, (_seconds, route, status) => tally(route, status))).toBe(
      await textOf(peer, (_seconds, route, status) => counter.inc({ route, status })),
    );
  }
});
