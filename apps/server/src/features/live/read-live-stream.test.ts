import { describe, expect, it } from 'vitest';
import { readLiveStream } from './read-live-stream.ts';

const read = (body: object) => readLiveStream(new TextEncoder().encode(JSON.stringify(body)));

describe('the order of a live stream', () => {
  it('has the defaults of its latency', () => {
    expect(readLiveStream(new Uint8Array())).toEqual({
      fields: {
        ...{ latency_mode: 'standard', reconnect_window_seconds: 60, max_duration_seconds: 43_200 },
        ...{ new_asset_settings: null, passthrough: null, title: null },
      },
      policies: [],
    });
    expect(read({ low_latency: true }).fields).toMatchObject({ latency_mode: 'low', reconnect_window_seconds: 0 });
    expect(read({ reduced_latency: true }).fields).toMatchObject({ latency_mode: 'reduced' });
  });

  it('takes one policy or several, under either name', () => {
    for (const body of [
      { playback_policy: 'signed' },
      { playback_policy: ['signed'] },
      { playback_policies: ['signed'] },
      { advanced_playback_policies: [{ policy: 'signed' }] },
    ]) {
      expect(read(body).policies).toEqual(['signed']);
    }
  });

  it('keeps the settings of recordings under the names that they are answered with', () => {
    const settings = (given: object) => JSON.parse(read({ new_asset_settings: given }).fields.new_asset_settings ?? '');
    expect(settings({ playback_policy: 'public', mp4_support: 'none' })).toEqual({
      ...{ playback_policies: ['public'], mp4_support: 'none' },
    });
    expect(settings({ playback_policy: ['public'] })).toEqual({ playback_policies: ['public'] });
    expect(settings({ playback_policies: ['a', 'b'] })).toEqual({ playback_policies: ['a', 'b'] });
  });

  it.each([
    { playback_policy: 'drm' },
    { latency_mode: 'none' },
    { latency_mode: 'low', low_latency: true },
    { reconnect_window: 1801 },
    { max_continuous_duration: 59 },
    { passthrough: 'x'.repeat(256) },
    { meta: { title: 'x'.repeat(513) } },
    { simulcast_targets: [{ url: 'rtmp://x.example' }] },
    { generated_subtitles: [{ name: 'a' }] },
  ])('refuses %j', (body) => expect(() => read(body)).toThrow(expect.objectContaining({ status: 400 })));
});
