import { Gauge, type Registry } from 'prom-client';
import type { SfuStats } from '../ports/sfu.ts';
import { createTally } from './create-tally.ts';

/** What is going on in spaces of this process. */
export interface SpaceCounts {
  readonly rooms: number;
  readonly participants: number;
  readonly tracks: number;
}

/** What the media server has open. */
export type MediaServerCounts = Pick<
  SfuStats,
  'publishers' | 'subscribers' | 'publishedTracks' | 'subscribedTracks' | 'cpuSeconds'
>;

/** Gauges over one answer: all of a scrape share it. */
function watchMediaServer(registry: Registry, ask: () => Promise<MediaServerCounts>): void {
  let asking: Promise<MediaServerCounts> | undefined;
  const counts = (): Promise<MediaServerCounts> => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  const gauge = (name: string, help: string, read: (counts: MediaServerCounts) => number) =>
    new Gauge({
      ...{ name: `sluice_media_server_${name}`, help, registers: [registry] },
      async collect() {
        this.set(read(await counts()));
      },
    });
  gauge('publishers', 'Connections that publish into spaces of this process.', (seen) => seen.publishers);
  gauge('subscribers', 'Connections that receive from spaces of this process.', (seen) => seen.subscribers);
  gauge('published_tracks', 'Tracks that the media server receives.', (seen) => seen.publishedTracks);
  gauge('subscribed_tracks', 'Tracks that the media server sends.', (seen) => seen.subscribedTracks);
  gauge('cpu_seconds', 'Processor time of the workers that run, since they started.', (seen) => seen.cpuSeconds);
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
    watchMediaServer: (ask: () => Promise<MediaServerCounts>): void => watchMediaServer(registry, ask),
    watchSpaceLinks: (count: () => number): void =>
      void new Gauge({
        ...{ name: 'sluice_space_links', help: 'Clients of spaces that are passed on to other processes.', registers },
        collect() {
          this.set(count());
        },
      }),
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
