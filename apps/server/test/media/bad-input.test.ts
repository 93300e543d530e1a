import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFsObjectStore } from '../../src/adapters/object-store/fs/create-fs-object-store.ts';
import { ffmpeg } from './support/ffmpeg.ts';
import { film } from './support/films.ts';
import { footage } from './support/footage.ts';
import { fullJob } from './support/full-job.ts';
import { createWorkshop, type TestJob, type Workshop } from './support/workshop.ts';

let workshop: Workshop;

beforeEach(async () => {
  workshop = await createWorkshop();
});

afterEach(() => workshop.remove());

const transcode: TestJob = { type: 'video:transcode', options: { encrypt: true } };
/** Puts bytes into the source store as the film. */
async function bringBytes(bytes: Uint8Array | string): Promise<void> {
  await workshop.source.put('film', Buffer.from(bytes));
}

/** Whatever a job leaves behind when it failed. */
async function expectNothingLeft(): Promise<void> {
  expect(await workshop.scratchLeft()).toEqual([]);
  const published: string[] = [];
  for await (const { key } of workshop.mediaStore.list('videos/')) published.push(key);
  expect(published).toEqual([]);
}

async function expectRefused(sentence: RegExp): Promise<void> {
  const outcome = await workshop.run(transcode);
  expect(outcome).toMatchObject({ status: 'failed', results: null, retryable: false });
  if (outcome.status !== 'failed') return;
  expect(outcome.error).toMatch(sentence);
  expect(outcome.error).toMatch(/^transcode: /);
  expect(outcome.error.length).toBeLessThanOrEqual(300);
  expect(outcome.error).not.toMatch(/\/tmp|\n|0x/);
  await expectNothingLeft();
}

describe('a source that is no film is refused in words', () => {
  it('zero bytes', async () => {
    await bringBytes('');
    await expectRefused(/empty \(0 bytes\): upload it again/);
  });

  it('random bytes', async () => {
    await bringBytes(Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 251)));
    await expectRefused(/damaged, or no video at all|container format is not accepted/);
  });

  it('a text', async () => {
    await bringBytes('Dear viewer, this is a letter.\n'.repeat(500));
    await expectRefused(/no video at all|container format is not accepted/);
  });

  it('an HLS playlist that names a file of the system', async () => {
    await bringBytes('#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n');
    await expectRefused(/This is a playlist/);
  });

  it('an HLS playlist behind a beginning that hides it', async () => {
    await bringBytes(`\u200b\n\n#EXTM3U\n#EXTINF:5,\nhttp://169.254.169.254/latest/meta-data\n`);
    await expectRefused(/no video at all|container format is not accepted|playlist/);
  });

  it('a concat script', async () => {
    await bringBytes("ffconcat version 1.0\nfile '/etc/passwd'\n");
    await expectRefused(/concat script/);
  });

  it('a DASH manifest', async () => {
    await bringBytes('<?xml version="1.0"?><MPD><Period><BaseURL>file:///etc/</BaseURL></Period></MPD>');
    await expectRefused(/text document/);
  });

  it('a picture that calls itself a film', async () => {
    const { output } = await ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=64x64',
      '-frames:v',
      '1',
      '-f',
      'image2pipe',
      '-c:v',
      'png',
      '-',
    );
    await bringBytes(output);
    await expectRefused(/image, not a video/);
  });

  it('a photograph that calls itself a film', async () => {
    await workshop.bring(await footage('photograph'));
    await expectRefused(/image, not a video/);
  });

  it('sound alone', async () => {
    const { output } = await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', '-f', 'wav', '-');
    await bringBytes(output);
    await expectRefused(/holds no video stream/);
  });
});

describe('a film that is damaged or too much is refused in words', () => {
  it('an MP4 that lost its end', async () => {
    const whole = await readFile(await film('plain.mp4'));
    await bringBytes(whole.subarray(0, Math.floor(whole.length / 2)));
    await expectRefused(/incomplete: its index is missing/);
  });

  it('an MP4 whose media were overwritten', async () => {
    const bytes = await readFile(await film('silent.mp4'));
    const start = bytes.indexOf('mdat') + 4;
    bytes.fill(0xa5, start, bytes.indexOf('moov', start) - 4);
    await bringBytes(bytes);
    await expectRefused(/decoded|gave up/);
  });

  it('a film whose sound was overwritten', async () => {
    await bringBytes(await withBrokenSound());
    await expectRefused(/sound of the film cannot be decoded/);
  });

  it('a picture of 100 megapixels', async () => {
    await workshop.bring(await film('huge.mkv'));
    await expectRefused(/11600×8700, more than \d+ pixels: send a smaller version/);
  });

  it('a film that is longer than allowed', async () => {
    await workshop.remove();
    workshop = await createWorkshop({ maxDurationSeconds: 2 });
    await workshop.bring(await film('plain.mp4'));
    await expectRefused(/lasts 5 seconds, longer than the 2 that are allowed/);
  });
});

/** A film whose packets of sound are noise, in a container that still counts them as sound. */
async function withBrokenSound(): Promise<Buffer> {
  const path = await film('surround.mkv');
  const { output } = await ffmpeg('-i', path, '-c', 'copy', '-bsf:a', 'noise=amount=1', '-f', 'matroska', '-');
  return output;
}

describe('failures of video:full', () => {
  it('name the stages that failed, and plan their retry', async () => {
    await bringBytes('#EXTM3U\n');
    const outcome = await workshop.run(fullJob);
    const sentence = expect.stringMatching(/^(extract cover|generate preview): This is a playlist/);
    expect(outcome).toEqual({
      status: 'failed',
      error: 'video:full failed: [cover preview]',
      retryable: false,
      results: {
        stages: {
          source: { status: 'ready' },
          cover: { status: 'failed', error_code: 'extract_failed', error: sentence, retryable: true },
          preview: { status: 'failed', error_code: 'generate_failed', error: sentence, retryable: true },
          transcode: { status: 'skipped', reason: 'blocked_by_failed_dependencies' },
        },
        artifacts: {},
        retry_plan: {
          allowed: true,
          strategy: 'retry_tasks',
          job_types: ['video:cover', 'video:preview', 'video:transcode'],
          stages: ['cover', 'preview', 'transcode'],
          reason: 'cover/preview stage failed',
        },
      },
    });
    await expectNothingLeft();
  });

  it('keep the artifact that could be made when the other could not', async () => {
    await workshop.bring(await film('plain.mp4'));
    const preview = { durationSec: 1, width: 160, fps: 5, format: 'webp' } as const;
    const options = { cover: { timestampSec: 99 }, preview, transcode: { encrypt: false } };
    const outcome = await workshop.run({ type: 'video:full', options });
    expect(outcome).toMatchObject({
      error: 'video:full failed: [cover]',
      results: {
        stages: {
          cover: { error_code: 'extract_failed' },
          preview: { status: 'ready' },
          transcode: { status: 'skipped' },
        },
        artifacts: { preview: { key: 'videos/fi/film-1/preview.webp' } },
        retry_plan: { job_types: ['video:cover', 'video:transcode'], stages: ['cover', 'transcode'] },
      },
    });
  });

  it('end at the source when the object is missing', async () => {
    const outcome = await workshop.run(fullJob);
    expect(outcome).toMatchObject({
      error: 'video:full failed: [source]',
      results: {
        stages: {
          source: { error_code: 'download_failed', error: expect.stringContaining('upload it, or correct `source`') },
          cover: { status: 'skipped', reason: 'blocked_by_source_failure' },
        },
        retry_plan: { strategy: 'retry_job', job_types: ['video:full'], stages: ['source'] },
      },
    });
    await expectNothingLeft();
  });
});

describe('a job whose store fails', () => {
  it('fails for now, and may be tried again', async () => {
    await workshop.bring(await film('one-second.mp4'));
    const mediaStore = createFsObjectStore({ name: 'media', root: '/dev/null' });
    const outcome = await workshop.run(transcode, { mediaStore });
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: expect.stringMatching(/^upload HLS: /) });
    expect(await workshop.scratchLeft()).toEqual([]);
  });
});
