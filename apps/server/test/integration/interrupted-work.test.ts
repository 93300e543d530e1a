import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import { startEmbeddedPostgres } from '../../src/adapters/database/embedded/start-embedded-postgres.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

/** Ten chunks, each slow enough to be met in the middle. */
const slow = { SEGMENT_SECONDS: '1', CHUNK_SECONDS: '1', X264_PRESET: 'veryslow', PORT: '0' };
let clip: Blob;
beforeAll(async () => {
  clip = await makeTinyClip(10, '320x180');
});

/** Names of recorded steps with the moment of their recording. */
async function recordedSteps(dataDir: string): Promise<Map<string, number>> {
  const log = createLogger('silent');
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const database = createDatabase({ connection: postgres.address, log });
  try {
    const rows = await database.selectFrom('job_steps').select(['name', 'recorded_at']).execute();
    return new Map(rows.map(({ name, recorded_at: at }) => [name, at.getTime()]));
  } finally {
    await database.destroy();
    await postgres.stop();
  }
}

/** Waits until the job stands in the middle of its chunks. */
async function someSteps(dataDir: string, worker: SpawnedSluice): Promise<Map<string, number>> {
  for (let look = 0; look < 600; look++) {
    const steps = await recordedSteps(dataDir);
    if (steps.size > 4) return steps;
    await sleep(100);
  }
  throw new Error(`the worker does nothing:\n${worker.output()}`);
}

describe('a worker killed in the middle of a job', () => {
  let server: TestServer;
  beforeAll(async () => {
    // The embedded database, which a killed process shares with the others.
    server = await startTestServer({ ...slow, MODE: 'api,edge', DATABASE_URL: '' });
  });
  afterAll(() => server.stop());

  it('loses one chunk at most, and another worker ends the job right', async () => {
    const environment = { ...slow, DATA_DIR: server.config.DATA_DIR };
    await server.client.uploadSource('film.mp4', clip);
    const order = { type: 'video:transcode', hash: 'film', source: 'film.mp4', options: { encrypt: true } };
    const { job_id: jobId } = await server.client.createJob(order);

    const first = spawnSluice(['serve', '--role', 'worker'], environment);
    const before = await someSteps(server.config.DATA_DIR, first);
    expect(await first.end('SIGKILL')).toBeNull();
    expect(await server.client.getJob(jobId ?? '')).toMatchObject({ status: 'processing' });

    const second = spawnSluice(['serve', '--role', 'worker'], environment);
    const job = await server.client
      .waitForJob(jobId ?? '', { intervalMs: 200, signal: AbortSignal.timeout(120_000) })
      .catch((error: unknown) => {
        throw new Error(`the job does not end:\n${second.output()}`, { cause: error });
      });
    expect(await second.end('SIGTERM')).toBe(0);
    const after = await recordedSteps(server.config.DATA_DIR);
    const redone = [...before].filter(([name, at]) => after.get(name) !== at);
    expect(redone).toEqual([]);
    expect(after.size).toBeGreaterThan(before.size);

    const track = (job.results as { video_tracks: { playlist: string; segment_count: number }[] }).video_tracks[0];
    expect(track?.segment_count).toBe(10);
    const playlist = await rawRequest(server.url, `/stream/film/${track?.playlist.split('/').slice(3).join('/')}`);
    expect(playlist.body.toString().match(/^seg_\d+\.m4s$/gm)).toHaveLength(10);
  });
});

describe('sluice start FILE', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-start-'));
    await writeFile(join(folder, 'my film.mp4'), Buffer.from(await clip.arrayBuffer()));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const start = () => spawnSluice(['start', join(folder, 'my film.mp4')], { ...slow, DATA_DIR: folder });

  it('stops cleanly at an interrupt, goes on at the next start, and then has nothing left to do', async () => {
    const first = start();
    await first.saw(/encoding/);
    expect(await first.end('SIGINT')).toBe(0);
    expect(first.output()).toMatch(/goes on at the next start/);
    expect(first.output()).not.toMatch(/at .*\.ts:\d+/);

    const second = start();
    await second.saw(/\/watch\/[0-9a-f]{32}#et=v%3D1~/);
    const url = /Sluice serves at (\S+)/.exec(second.output())?.[1] ?? '';
    const [, id = '', token = ''] = /\/watch\/([0-9a-f]{32})#et=(\S+)/.exec(second.output()) ?? [];
    expect((await rawRequest(url, `/watch/${id}`)).status).toBe(200);
    expect((await rawRequest(url, `/v/${id}/master.m3u8?et=${token}`)).status).toBe(200);
    expect((await rawRequest(url, `/v/${id}/master.m3u8`)).status).toBe(403);
    expect(await second.end('SIGINT')).toBe(0);

    const third = start();
    await third.saw(/\/watch\//);
    expect(third.output()).not.toMatch(/encoding|uploading/);
    expect(await third.end('SIGTERM')).toBe(0);
  });

  it('says in one sentence that a file is no film, and ends', async () => {
    await writeFile(join(folder, 'notes.txt'), 'not a film');
    const child = spawnSluice(['start', join(folder, 'notes.txt')], { ...slow, DATA_DIR: folder });
    await expect(child.saw(/never written/)).rejects.toThrow(/notes\.txt: .*cannot be read as a video/);
    expect(child.output()).not.toMatch(/at .*\.ts:\d+/);
  });
});

describe('a start that cannot be', () => {
  it('says which port is in use', async () => {
    const server = await startTestServer({ MODE: 'api' });
    const { port } = new URL(server.url);
    const folder = await mkdtemp(join(tmpdir(), 'sluice-port-'));
    const child = spawnSluice(['serve'], { DATA_DIR: folder, PORT: port, LOG_LEVEL: 'warn' });
    await expect(child.saw(/never written/)).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
    expect(child.output()).not.toMatch(/^\s+at /m);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('lists every mistake of the configuration', async () => {
    const child = spawnSluice(['serve'], { PORT: 'x', LOG_LEVEL: 'loud' });
    await expect(child.saw(/never written/)).rejects.toThrow(/PORT must be[\s\S]*LOG_LEVEL must be/);
    expect(await child.end('SIGTERM')).toBe(1);
  });
});
