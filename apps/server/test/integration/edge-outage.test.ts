import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseUrlOf } from '../fixtures/database-url.ts';
import { type EdgeFleet, type EdgeProcess, startEdgeFleet } from '../fixtures/edge-fleet.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { createShiftableClock, type ShiftableClock } from '../fixtures/shiftable-clock.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';

let film: ProtectedFilm;
let folder: string;
/** The process that the edge asks: another than the one that the test tells what to do. */
let origin: SpawnedSluice;
let fleet: EdgeFleet;
let edge: EdgeProcess;
let clock: ShiftableClock;

async function startOrigin(): Promise<{ process: SpawnedSluice; url: string }> {
  const { config } = film.server;
  const process = spawnSluice(['serve', '--role', 'api'], {
    ...{ DATABASE_URL: await databaseUrlOf(film.server.config), DATA_DIR: folder, PORT: '0', ACCESS_LOG: 'false' },
    ...{ SOURCE_DIR: config.SOURCE_DIR, MEDIA_DIR: config.MEDIA_DIR, EDGE_SECRET: config.EDGE_SECRET },
    ...{ KEY_TOKEN_SECRET: config.KEY_TOKEN_SECRET, ENCRYPTION_KEY: config.ENCRYPTION_KEY, SHUTDOWN_TIMEOUT: '1s' },
  });
  const ready = /"url":"(http:[^"]+)".*"serving"/;
  await process.saw(ready);
  return { process, url: ready.exec(process.output())?.[1] ?? '' };
}

beforeAll(async () => {
  [film, folder] = await Promise.all([
    startWithProtectedFilm('film', { MODE: 'api,worker' }),
    mkdtemp(join(tmpdir(), 'sluice-origin-')),
  ]);
  clock = await createShiftableClock(join(folder, 'clock'));
  const started = await startOrigin();
  origin = started.process;
  fleet = await startEdgeFleet({ url: started.url, config: film.server.config }, 1, clock.environment);
  edge = fleet.edges[0] as EdgeProcess;
});
afterAll(async () => {
  process.kill(origin.pid, 'SIGCONT');
  await fleet.stop();
  await origin.end('SIGTERM');
  await film.server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** `200`, or the status and the code of a refusal. */
async function outcome(target: string, token?: string): Promise<string> {
  const headers = token === undefined ? {} : { 'edge-token': token };
  const { status, headers: told } = await rawRequest(edge.url, target, { headers });
  return status === 200 ? '200' : `${status} ${told['x-edge-deny']}`;
}
async function until(check: () => Promise<boolean>): Promise<void> {
  const begin = performance.now();
  while (!(await check())) {
    if (performance.now() - begin > 15_000) throw new Error('fifteen seconds were not enough');
    await sleep(20);
  }
}
/** Sets the clock of the edge forward and waits until `seconds` have gone by there since `momentMs`. */
async function standAt(seconds: number, momentMs: number): Promise<void> {
  const noticedSeconds = 2;
  const shift = seconds - noticedSeconds - (Date.now() - momentMs) / 1000;
  await clock.shift(shift);
  await until(async () => {
    const { headers } = await rawRequest(edge.url, '/healthz');
    return Date.parse(String(headers.date)) - Date.now() > shift * 1000 - 1500;
  });
  await sleep(momentMs + seconds * 1000 - shift * 1000 - Date.now());
}
/** How long the edge takes to say something of an asset that it has never heard of. */
async function hesitationMs(token: string): Promise<number> {
  const begin = performance.now();
  await outcome('/v/unheard/master.m3u8', token);
  return performance.now() - begin;
}

describe('an edge whose origin falls silent (edge access §12.3)', () => {
  it('serves everything for 58 seconds, after 61 only what ends soon, and everything again when it is heard', async () => {
    const { client } = film.server;
    const order = { asset_id: 'film', fresh: true, allow_short: true } as const;
    const short = await client.issuePlaybackToken({ ...order, ttl: 300, renewable: false });
    const long = await client.issuePlaybackToken({ ...order, ttl: 3600, renewable: false });
    const renewable = await client.issuePlaybackToken({ ...order, ttl: 300 });
    const embed = await client.createEmbedToken({ asset_id: 'film' });
    const playlist = '/v/film/master.m3u8';
    const written = (await rawRequest(edge.url, `${playlist}?et=${embed.token}`)).body.toString();
    const derived = `/v/film/${/^[^#\s]\S*$/m.exec(written)?.[0] ?? ''}`;
    expect(derived).toContain('et=');
    const all = async (): Promise<string[]> =>
      Promise.all([
        outcome(playlist, short.token),
        outcome(playlist, long.token),
        outcome(playlist, renewable.token),
        outcome(derived),
      ]);
    expect(await all()).toEqual(['200', '200', '200', '200']);

    // The last that is heard of the origin, at a moment that is known.
    const gone = await client.issuePlaybackToken(order);
    await client.revokePlaybackToken(gone.token_id);
    await until(async () => (await outcome(playlist, gone.token)) !== '200');
    process.kill(origin.pid, 'SIGSTOP');
    const heardMs = Date.now();
    // Nobody waits for the origin for long, although it takes every connection and only never answers.
    await sleep(2000);
    expect(await all()).toEqual(['200', '200', '200', '200']);
    await until(async () => (await hesitationMs(short.token)) < 500);

    // Whole seconds are counted, and answers may take one on a busy machine.
    await standAt(57.7, heardMs);
    expect(await all()).toEqual(['200', '200', '200', '200']);
    await standAt(61, heardMs);
    const stale = '503 edge_stale';
    expect(await all()).toEqual(['200', stale, stale, stale]);
    expect(await outcome(playlist, gone.token)).not.toBe('200');
    expect((await rawRequest(edge.url, '/readyz')).status).toBe(503);

    process.kill(origin.pid, 'SIGCONT');
    await until(async () => (await outcome(playlist, renewable.token)) === '200');
    expect(await all()).toEqual(['200', '200', '200', '200']);
    await clock.shift(0);
  });

  it('serves nothing after a restart until it is heard, though it has kept the keys, which nobody can read', async () => {
    const { token } = await film.server.client.issuePlaybackToken({ asset_id: 'film', kind: 'hmac' });
    process.kill(origin.pid, 'SIGSTOP');
    edge = await edge.restart();
    const kept = (await readdir(edge.dataDir)).filter((name) => name === 'edge-keys');
    expect(kept).toEqual(['edge-keys']);
    const sealed = await readFile(join(edge.dataDir, 'edge-keys'));
    expect(sealed.toString('latin1')).not.toContain('edge-hmac');
    expect(await outcome('/v/film/master.m3u8', token)).toBe('503 edge_stale');
    expect(await outcome('/stream/film/master.m3u8')).toMatch(/^503/);
    process.kill(origin.pid, 'SIGCONT');
    await until(async () => (await outcome('/v/film/master.m3u8', token)) === '200');
    expect(await readdir(edge.dataDir)).not.toContain('postgres');
  });
});
