import { execFile } from 'node:child_process';
import { createDecipheriv } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodeBase64url, encodeUtf8 } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

const run = promisify(execFile);
let server: TestServer;
let kid: string;

beforeAll(async () => {
  const [started, clip] = await Promise.all([startTestServer(), makeTinyClip()]);
  server = started;
  const film = await prepareFilm(server, { id: 'film', clip, access: 'protected', isEncrypted: true });
  kid = (film.results as { artifacts: { transcode: { encryption: { kid: string } } } }).artifacts.transcode.encryption
    .kid;
});
afterAll(() => server.stop());

const get = async (target: string, headers: Record<string, string> = {}) => {
  const answer = await rawRequest(server.url, target, { headers });
  expect(answer.status, target).toBe(200);
  return answer;
};
const text = async (target: string, headers: Record<string, string> = {}): Promise<string> =>
  (await get(target, headers)).body.toString();
const issue = async () => (await server.client.issuePlaybackToken({ asset_id: 'film' })).token;
const videoOf = (master: string): string => /^(video\/\S+)$/m.exec(master)?.[1] ?? '';
const keyUriOf = (playlist: string): string => /#EXT-X-KEY:.*URI="([^"]*)"/.exec(playlist)?.[1] ?? '';
const folderOf = (uri: string): string => uri.replace(/[^/]*$/, '');

/** Follows a stream as a player does: master, first video playlist, its key, init and segments. */
async function follow(masterTarget: string, headers: Record<string, string> = {}) {
  const masterUrl = new URL(masterTarget, server.url);
  const playlistUrl = new URL(videoOf(await text(masterTarget, headers)), masterUrl);
  const playlist = await text(playlistUrl.pathname + playlistUrl.search, headers);
  const fetchUri = async (uri: string): Promise<Buffer> => {
    const url = new URL(uri, playlistUrl);
    return (await get(url.pathname + url.search, headers)).body;
  };
  const init = await fetchUri(/#EXT-X-MAP:URI="([^"]*)"/.exec(playlist)?.[1] ?? '');
  const segments = await Promise.all((playlist.match(/^[^#\n]\S*$/gm) ?? []).map(fetchUri));
  return { playlist, init, segments, keyUri: keyUriOf(playlist), fetchUri };
}

function decryptAes128(key: Buffer, number: number, segment: Buffer): Buffer {
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(number, 12);
  const decipher = createDecipheriv('aes-128-cbc', key, iv);
  return Buffer.concat([decipher.update(segment), decipher.final()]);
}

/** MD5 of the decoded pictures; `key` lets ffmpeg decrypt CBCS. */
async function pictures(parts: readonly Buffer[], key?: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-decode-'));
  try {
    await writeFile(join(folder, 'film.mp4'), Buffer.concat(parts));
    const decryption = key === undefined ? [] : ['-decryption_key', key.toString('hex')];
    const input = ['-v', 'error', ...decryption, '-seekable', '0', '-i', join(folder, 'film.mp4')];
    return (await run('ffmpeg', [...input, '-map', '0:v:0', '-f', 'framemd5', '-'])).stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('a master playlist with the token in the query', () => {
  it('hands every child a token that works, key included, and is never stored', async () => {
    const target = `/v/film/master.m3u8?et=${encodeURIComponent(await issue())}`;
    expect((await get(target)).headers['cache-control']).toBe('private, no-store');
    const { playlist, segments, keyUri, fetchUri } = await follow(target);
    expect(keyUri).toMatch(new RegExp(`^/k/film/${kid}\\.key\\?et=v%3D1~`));
    const key = await fetchUri(keyUri);
    expect(key.byteLength).toBe(16);
    expect(decryptAes128(key, 1, segments[0] ?? Buffer.alloc(0)).toString('latin1', 4, 8)).toMatch(/styp|moof|sidx/);
    expect(playlist.match(/^[^#\n]\S*$/gm)?.every((uri) => /\?et=v%3D1~/.test(uri))).toBe(true);
  });

  it('gives children the parent’s id and end, but nothing to renew', async () => {
    const token = await issue();
    const child = decodeURIComponent(
      /et=(\S+)$/m.exec(videoOf(await text(`/v/film/master.m3u8?et=${encodeURIComponent(token)}`)))?.[1] ?? '',
    );
    const field = (name: string, of: string): string | undefined => new RegExp(`~${name}=([^~]*)`).exec(of)?.[1];
    for (const name of ['id', 'exp', 'aud', 'acl']) expect(field(name, child)).toBe(field(name, token));
    expect(field('mx', child)).toBeUndefined();
    expect(field('mx', token)).toMatch(/^\d{10}$/);
  });
});

it('lets relative addresses inherit a token in the path and prefixes the key address', async () => {
  const prefix = `/_t/${encodeBase64url(encodeUtf8(await issue()))}`;
  const { playlist, keyUri, fetchUri } = await follow(`${prefix}/v/film/master.m3u8`);
  expect(playlist).not.toContain('et=');
  expect(keyUri).toBe(`${prefix}/k/film/${kid}.key`);
  expect((await fetchUri(keyUri)).byteLength).toBe(16);
});

it('writes no token for one that rides in a header', async () => {
  const headers = { 'edge-token': await issue() };
  const { playlist, keyUri, segments } = await follow('/v/film/master.m3u8', headers);
  expect(playlist).not.toMatch(/et=|_t/);
  expect(keyUri).toBe(`/k/film/${kid}.key`);
  expect(segments.length).toBe(3);
});

describe('the CBCS form', () => {
  it('decodes to the same pictures as the stored form', async () => {
    const query = `?et=${encodeURIComponent(await issue())}`;
    const stored = await follow(`/v/film/master.m3u8${query}`);
    const cbcs = await follow(`/v/film/cbcs/master.m3u8${query}`);
    const key = await stored.fetchUri(stored.keyUri);
    const clear = stored.segments.map((segment, index) => decryptAes128(key, index + 1, segment));
    expect(cbcs.playlist).toContain(`KEYID=0x${kid}`);
    expect(cbcs.playlist).toContain('URI="/api/key/film"');
    const expected = await pictures([stored.init, ...clear]);
    expect(await pictures([cbcs.init, ...cbcs.segments], key)).toBe(expected);
    expect(expected.split('\n').filter((line) => line.startsWith('0,')).length).toBe(75);
  });

  it('is made once for many who ask at once', async () => {
    const headers = { 'edge-token': await issue() };
    const path = `/v/film/cbcs/${folderOf(videoOf(await text('/v/film/master.m3u8', headers)))}seg_2.m4s`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => get(path, headers)));
    expect(new Set(answers.map(({ headers: { etag } }) => etag)).size).toBe(1);
    expect(answers[0]?.headers['cache-control']).toMatch(/^private, max-age=\d+, immutable$/);
  });
});

describe('the DASH manifest', () => {
  it('has a BaseURL that carries the token, and names the licence', async () => {
    const manifest = await text(`/v/film/manifest.mpd?et=${encodeURIComponent(await issue())}`);
    const base = /<BaseURL>([^<]*)<\/BaseURL>/.exec(manifest)?.[1] ?? '';
    expect(base).toMatch(/^\/_t\/[A-Za-z0-9_-]+\/v\/film\/cbcs\/$/);
    expect(manifest).toContain('/api/key/film');
    const initialization = /initialization="([^"]*)"/.exec(manifest)?.[1] ?? '';
    expect((await get(base + initialization)).headers['content-type']).toBe('video/mp4');
  });

  it('keeps the path token that it came with', async () => {
    const prefix = `/_t/${encodeBase64url(encodeUtf8(await issue()))}`;
    expect(await text(`${prefix}/v/film/manifest.mpd`)).toContain(`<BaseURL>${prefix}/v/film/cbcs/</BaseURL>`);
  });

  it('stays relative for a header', async () => {
    expect(await text('/v/film/manifest.mpd', { 'edge-token': await issue() })).toContain('<BaseURL>cbcs/</BaseURL>');
  });
});

it('serves the same film below /stream to those whose token fits, the documented key address untouched', async () => {
  const { keyUri, segments } = await follow(`/stream/film/master.m3u8?et=${encodeURIComponent(await issue())}`);
  expect(keyUri).toBe('/api/key/film');
  expect(segments.length).toBe(3);
});
