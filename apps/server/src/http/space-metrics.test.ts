import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createSpaceMetrics } from './space-metrics.ts';

test('a scrape asks the media server once and tells all of its answer', async () => {
  const registry = new Registry();
  let asked = 0;
  createSpaceMetrics(registry).watchMediaServer(async () => {
    asked += 1;
    return { publishers: 2, subscribers: 3, publishedTracks: 4, subscribedTracks: 9, cpuSeconds: 1.5 * asked };
  });
  const first = await registry.metrics();
  expect(first).toContain('sluice_media_server_publishers 2\n');
  expect(first).toContain('sluice_media_server_subscribers 3\n');
  expect(first).toContain('sluice_media_server_published_tracks 4\n');
  expect(first).toContain('sluice_media_server_subscribed_tracks 9\n');
  expect(first).toContain('sluice_media_server_cpu_seconds 1.5\n');
  expect(await registry.metrics()).toContain('sluice_media_server_cpu_seconds 3\n');
});
