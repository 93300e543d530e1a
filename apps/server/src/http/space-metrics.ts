import { Gauge, type Registry } from 'prom-client';
import { createTally } from './create-tally.ts';

/** What is going on in spaces of this process. */
export interface SpaceCounts {
  readonly rooms: number;
  readonly participants: number;
  readonly tracks: number;
}

/** What a process with rooms does. */
export function createSpaceMetrics(registry: Registry) {
  const registers = [registry];
  const countJoin = createTally(registry, {
    name: 'sluice_space_joins_total',
    help: 'Attempts to join a space, by how they ended.',
    labelNames: ['outcome'],
  });
  const countScore = createTally(registry, {
    name: 'sluice_space_quality_scores_total',
    help: 'Scores from 1 to 5 that participants gave to the quality of a call.',
    labelNames: ['score'],
  });
  return {
    countJoin: (outcome: string): void => countJoin(outcome),
    countQualityScore: (score: number): void => countScore(String(score)),
    watchSpaces(count: () => SpaceCounts): void {
      const gauge = (name: string, help: string, read: (counts: SpaceCounts) => number) =>
        new Gauge({
          ...{ name, help, registers },
          collect() {
            this.set(read(count()));
          },
        });
      gauge('sluice_space_rooms', 'Spaces with participants in this process.', ({ rooms }) => rooms);
      gauge('sluice_space_participants', 'Participants in this process.', ({ participants }) => participants);
      gauge('sluice_space_tracks', 'Tracks that are published in this process.', ({ tracks }) => tracks);
    },
  };
}
