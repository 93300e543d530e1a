import { median } from '../alternating-rounds.ts';
import { type Comparison, compareGatherings, type WindowOptions } from './compare-gatherings.ts';
import { type Gathering, type Joined, openGathering } from './gathering.ts';
import type { Load, Pair, Side } from './side.ts';

async function openBoth(sides: Pair<Side>, load: Load, room: string, names: readonly string[]) {
  const open = (side: Side) => openGathering(side, load, room, names);
  return { ours: await open(sides.ours), bare: await open(sides.bare) };
}

const both = <T>({ ours, bare }: Pair<T>): T[] => [ours, bare];

/** Waits for a whole picture with everyone: from then on all that is sent is received. */
async function seePictures(
  { publishers }: Gathering,
  load: Load,
  bitsPerSecond: number,
  pictures: readonly (() => Promise<Joined>)[],
): Promise<void> {
  await load.publishers.ask('send', publishers, bitsPerSecond);
  await Promise.all(pictures.map((picture) => picture()));
  await load.publishers.ask('send', [], bitsPerSecond);
}

/** One publishes, more and more receive. */
export async function* oneToMany(
  counts: readonly number[],
  sides: Pair<Side>,
  load: Load,
  options: WindowOptions,
): AsyncGenerator<{ count: number; comparison: Comparison }> {
  const gatherings = await openBoth(sides, load, 'one-to-many', ['p']);
  let joined = 0;
  for (const count of counts) {
    for (const gathering of both(gatherings)) {
      const pictures: (() => Promise<Joined>)[] = [];
      for (let index = joined; index < count; index++) {
        pictures.push(await gathering.join(`s${index}`, ['p'], index === 0 ? load.probe : load.crowd));
      }
      await seePictures(gathering, load, options.bitsPerSecond, pictures);
    }
    joined = count;
    yield { count, comparison: await compareGatherings(gatherings, count, load, options) };
  }
  for (const gathering of both(gatherings)) await gathering.close();
}

/** Everyone publishes and receives all others. */
export async function manyToMany(
  count: number,
  sides: Pair<Side>,
  load: Load,
  options: WindowOptions,
): Promise<Comparison> {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  const gatherings = await openBoth(sides, load, `many-${count}`, names);
  for (const gathering of both(gatherings)) {
    const pictures: (() => Promise<Joined>)[] = [];
    for (const [index, name] of names.entries()) {
      const others = names.filter((other) => other !== name);
      pictures.push(await gathering.join(name, others, index === 0 ? load.probe : load.crowd));
    }
    await seePictures(gathering, load, options.bitsPerSecond, pictures);
  }
  const comparison = await compareGatherings(gatherings, count, load, options);
  for (const gathering of both(gatherings)) await gathering.close();
  return comparison;
}

/** Joins a room in which one publishes, so often on each side, in turns; the first one warms up and is not counted. */
export async function firstPictures(
  joins: number,
  sides: Pair<Side>,
  load: Load,
  bitsPerSecond: number,
): Promise<Pair<{ pictureMs: number; engineMs: number }>> {
  const gatherings = await openBoth(sides, load, 'joins', ['p']);
  const publishers = both(gatherings).flatMap((gathering) => gathering.publishers);
  await load.publishers.ask('send', publishers, bitsPerSecond);
  const seen = { ours: [] as Joined[], bare: [] as Joined[] };
  for (let round = 0; round <= joins; round++) {
    for (const side of ['ours', 'bare'] as const) {
      const joined = await (await gatherings[side].join(`j${round}`, ['p'], load.probe))();
      await joined.leave();
      if (round > 0) seen[side].push(joined);
    }
  }
  await load.publishers.ask('send', [], bitsPerSecond);
  const summary = (all: readonly Joined[]) => ({
    pictureMs: median(all.map(({ firstPictureMs }) => firstPictureMs)),
    engineMs: median(all.map(({ engineMs }) => engineMs)),
  });
  for (const gathering of both(gatherings)) await gathering.close();
  return { ours: summary(seen.ours), bare: summary(seen.bare) };
}
