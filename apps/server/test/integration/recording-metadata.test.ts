import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askJson, outcome, type StorageServer, startStorageServer, targetOf } from '../fixtures/storage-account.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

const run = promisify(execFile);
const SECONDS = 1_776_427_171;
const nameAt = (second: number, device = 'frontdoor') => `${second}_1-1_${device}_402-263-805-680_801_2000.mp4`;
let storage: StorageServer;
let folder: string;
let fragmented: Buffer;
/** Gives playlists; the media is the server's. */
let pages: Server;
let playlist = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-hls-'));
  const whole = join(folder, 'whole.mp4');
  const parts = join(folder, 'parts.mp4');
  const clip = Buffer.from(await (await makeTinyClip(2)).arrayBuffer());
  await writeFile(whole, clip);
  const cut = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '12', '-c:a', 'copy'];
  const flags = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
  await run('ffmpeg', ['-v', 'error', '-y', '-i', whole, ...cut, ...flags, parts]);
  fragmented = await readFile(parts);
  storage = await startStorageServer();
  const { source } = storage.server;
  for (const second of [SECONDS, SECONDS + 2]) await source.put(`account-a/${nameAt(second)}`, fragmented);
  await source.put(`account-a/${nameAt(SECONDS + 4)}`, clip);
  await source.put(`account-a/${nameAt(SECONDS + 5)}`, fragmented.subarray(0, 700));
  await source.put(`account-a/${nameAt(SECONDS + 6, 'garden')}`, fragmented);
  await source.put(`account-a/${nameAt(SECONDS).replace('.mp4', '_redacted.mp4')}`, fragmented);
  await source.put(`account-a/deeper/${nameAt(SECONDS)}`, fragmented);
  await source.put(`account-b/${nameAt(SECONDS)}`, fragmented);
  pages = createServer((_request, response) => response.end(playlist));
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  pages.close();
  await storage.server.stop();
  await rm(folder, { recursive: true, force: true });
});

const all = { device: ['frontdoor'], start: SECONDS - 10, end: SECONDS + 10 };
const ask = (body: unknown, headers: Record<string, string> = {}) =>
  askJson(storage.server.url, '/api/hls/metadata', {
    method: 'POST',
    headers: { ...storage.credentials, 'x-kerberos-storage-provider': 'source', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('recordings by device and time', () => {
  it('are told in order of time, those alone that may be played in parts', async () => {
    const { status, body, headers } = await ask(all);
    expect([status, headers['cache-control'], headers['access-control-allow-origin']]).toEqual([
      200,
      'no-store',
      undefined,
    ]);
    expect(body).toMatchObject([
      {
        ...{
          key: nameAt(SECONDS),
          filename: `account-a/${nameAt(SECONDS)}`,
          camera_id: 'frontdoor',
          timestamp: SECONDS,
        },
        ...{ start: 0, end: expect.closeTo(2, 1), duration: expect.closeTo(2, 1) },
      },
      { timestamp: SECONDS + 2, start: body[0].end, end: expect.closeTo(4, 1) },
    ]);
    expect(body).toHaveLength(2);
  });

  it('are those of the devices and seconds that are named', async () => {
    const keys = async (change: object) =>
      (await ask({ ...all, ...change })).body.map(({ key }: { key: string }) => key);
    expect(await keys({ start: SECONDS + 1 })).toEqual([nameAt(SECONDS + 2)]);
    expect(await keys({ start: SECONDS, end: SECONDS })).toEqual([nameAt(SECONDS)]);
    expect(await keys({ device: ['garden', 'nowhere'], start: 0, end: 9_999_999_999 })).toEqual([
      nameAt(SECONDS + 6, 'garden'),
    ]);
    expect(await keys({ device: ['nowhere'] })).toEqual([]);
  });

  it('may lie in a directory below that of the account', async () => {
    const { body } = await ask(all, { 'x-kerberos-storage-directory': 'account-a/deeper' });
    expect(body.map(({ filename }: { filename: string }) => filename)).toEqual([`account-a/deeper/${nameAt(SECONDS)}`]);
  });

  it('have ranges that hold all of the file, fragment by fragment', async () => {
    const [{ bytes_ranges: lines, bytes_range_on_time: ranges }] = (await ask(all)).body;
    const [, init] = /^#EXT-X-MAP:URI="[^"]+",BYTERANGE="(\d+)@0"\n/.exec(lines) ?? [];
    let at = Number(init);
    expect(fragmented.subarray(at + 4, at + 8).toString()).toBe('moof');
    expect(ranges).toHaveLength(5);
    for (const { range, duration } of ranges) {
      const [length, first] = range.split('@').map(Number);
      expect(first).toBe(at);
      at += length;
      expect(lines).toContain(`#EXTINF:${duration},\n#EXT-X-BYTERANGE:${range}\n${nameAt(SECONDS)}\n`);
      expect(
        at === fragmented.length || ['moof', 'mfra'].includes(fragmented.subarray(at + 4, at + 8).toString()),
      ).toBe(true);
    }
    expect(Number(ranges.at(-1).time)).toBeCloseTo(2, 1);
  });

  it('are each played whole by a player that puts the URL in the place of the name', async () => {
    const { body } = await ask(all);
    const { key, url, bytes_ranges: lines } = body[1];
    const head = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:30', '#EXT-X-PLAYLIST-TYPE:VOD', ''].join('\n');
    playlist = `${head}${lines.replaceAll(key, storage.server.url + targetOf(url))}#EXT-X-ENDLIST\n`;
    const address = `http://127.0.0.1:${(pages.address() as AddressInfo).port}/list.m3u8`;
    const open = ['-allowed_extensions', 'ALL', '-extension_picky', '0', '-i', address];
    const args = [...open, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'framemd5', '-'];
    const { stdout } = await run('ffmpeg', ['-v', 'error', ...args]);
    const pictures = stdout.split('\n').filter((line) => /^0,/.test(line));
    expect(pictures).toHaveLength(50);
  });
});

describe('a call for recordings is refused', () => {
  it.each([
    ['a body that is no JSON', '{', '400 request_invalid'],
    ['no device', { ...all, device: [] }, '400 request_invalid'],
    ['an end before the start', { ...all, end: SECONDS - 11 }, '400 request_invalid'],
    ['words for times', { ...all, start: 'yesterday' }, '400 request_invalid'],
  ])('with %s', async (_what, body, expected) => {
    expect(outcome(await ask(body))).toBe(expected);
  });

  it('for a provider or a directory of others, and without a provider', async () => {
    expect(outcome(await ask(all, { 'x-kerberos-storage-provider': 'nobody' }))).toBe('401 storage_provider_not_found');
    expect(outcome(await ask(all, { 'x-kerberos-storage-provider': ' ' }))).toBe('400 storage_provider_missing');
    expect(outcome(await ask(all, { 'x-kerberos-storage-directory': 'account-b' }))).toBe(
      '401 storage_directory_invalid',
    );
    expect(outcome(await ask(all, { 'x-kerberos-storage-secretaccesskey': 'x'.repeat(32) }))).toBe(
      '401 storage_account_not_found',
    );
  });
});
