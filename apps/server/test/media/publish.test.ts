import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SluiceError } from '../../src/ports/sluice-error.ts';
import { ffmpeg } from './support/ffmpeg.ts';
import { film } from './support/films.ts';
import { readPublished } from './support/published.ts';
import { contentKey, createWorkshop, type TestJob, type Workshop } from './support/workshop.ts';

let workshop: Workshop;
let folder: string;

beforeEach(async () => {
  workshop = await createWorkshop();
  folder = await mkdtemp(join(tmpdir(), 'sluice-published-'));
});

afterEach(async () => {
  await workshop.remove();
  await rm(folder, { recursive: true, force: true });
});

const transcode = (options: { encrypt: boolean; scheme?: 'aes-128' | 'cbcs' }): TestJob => ({
  type: 'video:transcode',
  options,
});

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of workshop.mediaStore.list('')) found.push(key);
  return found;
}

async function playlist(key: string): Promise<string> {
  return Buffer.from((await workshop.mediaStore.readBytes(key)).bytes).toString('utf8');
}

const videoPlaylist = 'videos/fi/film-1/video/r240_h264/playlist.m3u8';

describe('a published stream', () => {
  it('has the results of the contract, and every key that they name', async () => {
    await workshop.bring(await film('one-second.mp4'));
    const outcome = await workshop.run(transcode({ encrypt: true }));
    const base = 'videos/fi/film-1';
    const files = (path: string) => ({
      playlist: `${base}/${path}/playlist.m3u8`,
      init: `${base}/${path}/init.mp4`,
      segment_count: 1,
    });
    expect(outcome.results).toEqual({
      streaming: {
        protocol: 'hls',
        container: 'cmaf',
        encrypted: true,
        master_playlist: `${base}/master.m3u8`,
        default_audio_track_id: 'und_aac_2ch',
      },
      audio_tracks: [
        {
          ...{ id: 'und_aac_2ch', role: 'main', language: 'und', codec: 'aac', channels: 2, bitrate: 128_000 },
          ...files('audio/und_aac_2ch'),
        },
      ],
      video_tracks: [
        {
          ...{ id: 'r240_h264', codec: 'h264', width: 320, height: 180, bitrate: 200_000 },
          ...files('video/r240_h264'),
          audio_track_ids: ['und_aac_2ch'],
        },
      ],
      encryption: {
        scheme: 'aes-128',
        kid: contentKey.kid,
        key_endpoint: 'https://media.example.com/api/key/film-1',
      },
      uploaded_keys: await keys(),
    });
  });

  it('in the clear names no key and decodes as it lies there', async () => {
    await workshop.bring(await film('one-second.mp4'));
    const outcome = await workshop.run(transcode({ encrypt: false }));
    expect(await playlist(videoPlaylist)).not.toContain('EXT-X-KEY');
    if (outcome.status !== 'completed' || outcome.presentation === null) throw new Error('failed');
    const [video] = (await readPublished(workshop.mediaStore, folder, outcome.presentation)).filter(
      ({ id }) => id === 'r240_h264',
    );
    expect(video?.packets).toHaveLength(25);
  });

  it('under AES-128 tells players where the key is, and nothing in the store is readable without it', async () => {
    await workshop.bring(await film('one-second.mp4'));
    await workshop.run(transcode({ encrypt: true }));
    expect(await playlist(videoPlaylist)).toContain(
      '#EXT-X-KEY:METHOD=AES-128,URI="https://media.example.com/api/key/film-1"',
    );
    for (const key of (await keys()).filter((name) => name.endsWith('.m4s'))) {
      expect(Buffer.from((await workshop.mediaStore.readBytes(key)).bytes).includes('moof')).toBe(false);
    }
    const secret = Buffer.from(contentKey.key);
    for (const key of await keys()) {
      expect(Buffer.from((await workshop.mediaStore.readBytes(key)).bytes).includes(secret)).toBe(false);
    }
    expect(JSON.stringify([...workshop.steps])).not.toContain(secret.toString('hex'));
  });

  it('under CBCS is what ffmpeg decrypts to the frames of the clear stream', async () => {
    await workshop.bring(await film('open-groups.mp4'));
    const frames = async (options: Parameters<typeof transcode>[0], jobId: string, key: string[]) => {
      workshop.steps.clear();
      const outcome = await workshop.run({ ...transcode(options), jobId });
      if (outcome.status !== 'completed' || outcome.presentation === null) throw new Error(JSON.stringify(outcome));
      const renditions = await readPublished(workshop.mediaStore, folder, outcome.presentation);
      const decoded = renditions.map(({ file }) =>
        ffmpeg('-seekable', '0', ...key, '-i', `file:${file}`, '-f', 'framemd5', '-'),
      );
      return (await Promise.all(decoded)).map(({ output }) => output.toString('utf8'));
    };
    const clear = await frames({ encrypt: false }, 'clear', []);
    const key = ['-decryption_key', Buffer.from(contentKey.key).toString('hex')];
    expect(await frames({ encrypt: true, scheme: 'cbcs' }, 'cbcs', key)).toEqual(clear);
    expect(await playlist(videoPlaylist)).toMatch(
      /#EXT-X-KEY:METHOD=SAMPLE-AES,URI="https:\/\/media\.example\.com\/api\/key\/film-1",.*KEYFORMAT="identity"/,
    );
  });

  it('is not begun where the job was cancelled before', async () => {
    await workshop.bring(await film('one-second.mp4'));
    const beginPublishing = () => Promise.reject(new SluiceError('jobs/cancelled', { status: 409, message: 'over' }));
    await expect(workshop.run(transcode({ encrypt: true }), { beginPublishing })).rejects.toThrow('over');
    expect((await keys()).filter((key) => !key.startsWith('work/job-1/'))).toEqual([]);
  });

  it('takes the place of a longer and taller one without leaving anything of it', async () => {
    await workshop.bring(await film('four-rungs.mp4'));
    await workshop.run({ ...transcode({ encrypt: true }), jobId: 'first' });
    const before = await keys();
    workshop.steps.clear();
    await workshop.bring(await film('one-second.mp4'));
    const outcome = await workshop.run({ ...transcode({ encrypt: false }), jobId: 'second' });
    expect(before.length).toBeGreaterThan(12);
    expect(await keys()).toEqual((outcome.results as { uploaded_keys: string[] }).uploaded_keys);
    expect(await keys()).toHaveLength(7);
  });

  it('leaves covers and previews of the asset alone', async () => {
    await workshop.bring(await film('one-second.mp4'));
    await workshop.run({ type: 'video:cover', options: {}, jobId: 'cover' });
    workshop.steps.clear();
    await workshop.run({ ...transcode({ encrypt: false }), jobId: 'stream' });
    expect(await keys()).toContain('videos/fi/film-1/cover.jpg');
  });

  it('comes from a store without local files as well', async () => {
    const path = await film('one-second.mp4');
    await workshop.bring(path);
    const { localPath: _, ...remote } = workshop.source;
    const outcome = await workshop.run(transcode({ encrypt: true }), { source: remote });
    expect(outcome.status).toBe('completed');
    expect(await workshop.scratchLeft()).toEqual([]);
  });

  it('is not begun for a source that is larger than a worker takes', async () => {
    await workshop.remove();
    workshop = await createWorkshop({ maxSourceBytes: 1000 });
    await workshop.bring(await film('one-second.mp4'));
    const { localPath: _, ...remote } = workshop.source;
    const outcome = await workshop.run(transcode({ encrypt: true }), { source: remote });
    expect(outcome).toMatchObject({ status: 'failed', error: expect.stringContaining('larger than the 1000 bytes') });
  });
});

describe('a ladder with AV1', () => {
  it('has the same key frames in both codecs, AV1 first', async () => {
    await workshop.remove();
    workshop = await createWorkshop({ ladderCodecs: ['av1', 'h264'], svtAv1Preset: 12 });
    await workshop.bring(await film('open-groups.mp4'));
    const outcome = await workshop.run(transcode({ encrypt: true }));
    if (outcome.status !== 'completed' || outcome.presentation === null) throw new Error(JSON.stringify(outcome));
    const renditions = await readPublished(workshop.mediaStore, folder, outcome.presentation);
    const [av1, h264] = ['r240_av1', 'r240_h264'].map((id) => renditions.find((rendition) => rendition.id === id));
    expect(outcome.presentation.video.map(({ id }) => id)).toEqual(['r240_av1', 'r240_h264']);
    expect(av1?.stream).toMatchObject({ codec_name: 'av1', width: 320, height: 180 });
    const keyTimes = (rendition: typeof av1) =>
      rendition?.packets
        .filter(({ flags }) => flags.startsWith('K'))
        .map(({ pts_time: time }) => Number(time).toFixed(3));
    expect(keyTimes(av1)).toEqual(keyTimes(h264));
    expect(av1?.segmentSeconds).toEqual(h264?.segmentSeconds);
  });

  it('is refused under CBCS, which is there for H.264 only', async () => {
    await workshop.remove();
    workshop = await createWorkshop({ ladderCodecs: ['av1', 'h264'] });
    await workshop.bring(await film('one-second.mp4'));
    const outcome = await workshop.run(transcode({ encrypt: true, scheme: 'cbcs' }));
    expect(outcome).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^setup encryption: CBCS is there for H\.264/),
    });
  });
});
