import { generateKeyPairSync, sign } from 'node:crypto';
import { createClient, JobFailedError, type UserClient } from '@sluice/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alice, bob, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

const issuer = 'https://clerk.example.com';
const provider = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
/** A client with the key of Alice. */
let mine: UserClient;
let clip: Blob;

beforeAll(async () => {
  file = await bootstrapUsers({ [alice.id]: 'user_alice' });
  server = await startTestServer({
    ...{ CLERK_ISSUER: issuer, CLERK_JWT_KEY: provider.publicKey.replaceAll('\n', '\\n'), ...file.environment },
    DEFAULT_ASSET_ACCESS: 'protected',
  });
  mine = createClient({ baseUrl: server.url, userKey: alice.key });
  clip = await makeTinyClip(1);
});
afterAll(async () => {
  await server.stop();
  await file.remove();
});

/** A session of Alice that ends so many seconds from now. */
function session(seconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: issuer, sub: 'user_alice', iat: now - 600, exp: now + seconds };
  const input = `${part({ alg: 'RS256', kid: 'ins_1', typ: 'JWT' })}.${part(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), provider.privateKey).toString('base64url')}`;
}

async function order(body: Parameters<UserClient['createJob']>[0]): Promise<string> {
  return (await mine.createJob(body)).job_id ?? '';
}

describe('the client of a user', () => {
  it('goes from a file to a film, to tokens for it, and back to nothing', async () => {
    const { key } = await mine.uploadSource('film.mp4', clip);
    expect(key).toBe(`users/${alice.id}/film.mp4`);
    expect(await mine.findSource('film.mp4')).toMatchObject({ key });
    const id = await order({ type: 'video:full', hash: 'of-alice', source: 'film.mp4' });
    const states: string[] = [];
    for await (const { status } of mine.watchJob(id)) states.push(status);
    expect(states.at(-1)).toBe('completed');
    expect((await mine.listJobs({ hash: 'of-alice' })).jobs).toMatchObject([{ job_id: id }]);
    expect(await mine.readJobReport(id)).toMatchObject({ status: 'completed', type: 'video:full' });
    const { token_id: tokenId } = await mine.issuePlaybackToken({ asset_id: 'of-alice', subject: 'ann' });
    expect((await mine.listPlaybackTokens({ subject: 'ann' })).tokens).toMatchObject([{ token_id: tokenId }]);
    await mine.revokePlaybackToken(tokenId);
    expect(await mine.findPlaybackToken(tokenId)).toMatchObject({ revoked: true });
    expect(await mine.setAssetAccess('of-alice', 'public')).toMatchObject({ access: 'public' });
    await mine.removeMedia('of-alice');
    expect(await mine.findAsset('of-alice')).toBeNull();
  });

  it('goes from a file to a video, to a report of it that everybody sees, and back to nothing', async () => {
    const storagePath = `users/${alice.id}/ü/walk 1.mp4`;
    let sentBytes = 0;
    const onProgress = (now: number) => {
      sentBytes = now;
    };
    const details = { title: 'Walk', type: 'video:transcode' } as const;
    const { job_id: id, ...made } = await mine.uploadVideo('ü/walk 1.mp4', clip, details, { onProgress });
    expect(made).toMatchObject({ title: 'Walk', storage_path: storagePath, type: 'video:transcode' });
    expect(sentBytes).toBe(clip.size);
    await mine.waitForJob(id, { intervalMs: 50 });
    const video = await mine.findVideo(id);
    expect(video).toMatchObject({ status: 'completed', progress: 100, size: clip.size });
    expect((await mine.listVideos({ limit: 1 })).videos).toEqual([video]);

    const share = await mine.createSharedReport({ video_id: id, expires_at: '2099-01-01T00:00:00' });
    expect(await mine.listSharedReports(id)).toEqual([share]);
    const seen = await mine.findSharedReport(share.share_hash);
    expect(seen).toMatchObject({ share_hash: share.share_hash, video: { title: 'Walk', status: 'completed' } });
    await mine.deleteSharedReport(share.id);
    expect(await mine.findSharedReport(share.share_hash)).toBeNull();

    const { download_url: playlist } = await mine.createDownloadUrl(`results/${id}/master.m3u8`);
    expect(await (await fetch(playlist)).text()).toContain('#EXTM3U');
    await mine.deleteVideo(id);
    expect(await mine.findVideo(id)).toBeNull();
    expect((await mine.listFiles({ prefix: 'ü/' })).files).toMatchObject([
      { storage_path: storagePath, size: clip.size },
    ]);
    await mine.deleteFile(storagePath);
    expect((await mine.listFiles({ prefix: 'ü/' })).files).toEqual([]);
  });

  it('brings a file and makes a video of it in steps', async () => {
    const { upload_url: url, method, storage_path: path } = await mine.createUploadUrl({ file_path: 'steps.mp4' });
    expect((await fetch(url, { method, body: clip })).ok).toBe(true);
    expect(await mine.registerUpload({ storage_path: path, type: 'video:cover' })).toMatchObject({
      ...{ storage_path: path, type: 'video:cover', title: null },
    });
  });

  it('gives an upload up, and then there is neither a file nor a video', async () => {
    const gaveUp = new AbortController();
    const onProgress = () => gaveUp.abort(new Error('changed my mind'));
    const options = { signal: gaveUp.signal, onProgress };
    await expect(mine.uploadVideo('half/film.mp4', clip, {}, options)).rejects.toThrow('changed my mind');
    expect((await mine.listFiles({ prefix: 'half/' })).files).toEqual([]);
    const { videos } = await mine.listVideos();
    expect(videos.filter(({ storage_path: path }) => path?.includes('/half/'))).toEqual([]);
  });

  it('makes keys that speak for the same user, turns them off and on, and deletes them', async () => {
    const { id, raw_key: userKey } = await mine.createApiKey({ name: 'ci' });
    const second = createClient({ baseUrl: server.url, userKey });
    expect(await second.whoAmI()).toMatchObject({ user_id: alice.id });
    expect((await mine.listApiKeys())[0]).toMatchObject({ id, name: 'ci', is_active: 1, raw_key: null });
    expect(await mine.changeApiKey(id, { is_active: false })).toMatchObject({ id, is_active: 0 });
    await expect(second.whoAmI()).rejects.toMatchObject({ status: 401, message: 'Invalid or inactive API key' });
    await mine.changeApiKey(id, { is_active: true });
    expect(await second.whoAmI()).toMatchObject({ user_id: alice.id });
    await mine.deleteApiKey(id);
    expect((await mine.listApiKeys()).map(({ name }) => name)).toEqual(['from the file']);
  });

  it('is told what is wrong, member by member', async () => {
    const refused = mine.createApiKey({ name: ' ' });
    await expect(refused).rejects.toMatchObject({ status: 422, message: expect.stringMatching(/^body\.name: \w/) });
  });

  it('tells how a job failed, and orders it again', async () => {
    await mine.uploadSource('broken.mp4', new Blob(['no film']));
    const id = await order({ type: 'video:cover', hash: 'broken', source: 'broken.mp4' });
    await expect(mine.waitForJob(id, { intervalMs: 20 })).rejects.toBeInstanceOf(JobFailedError);
    expect((await mine.retryJob(id)).jobs).toHaveLength(1);
  });

  it('says who it speaks for, and has a secret for callbacks', async () => {
    expect(await mine.whoAmI()).toEqual({ user_id: alice.id, clerk_user_id: null, auth_type: 'api_key' });
    expect(await mine.findWebhookSecret()).toBeNull();
    const { secret, created_at: since } = await mine.renewWebhookSecret();
    expect(secret).toHaveLength(64);
    expect(await mine.findWebhookSecret()).toEqual({ created_at: since });
    await mine.deleteWebhookSecret();
    expect(await mine.findWebhookSecret()).toBeNull();
  });

  it('reaches nothing of somebody else', async () => {
    const other = createClient({ baseUrl: server.url, userKey: bob.key });
    await mine.setAssetAccess('guarded', 'protected');
    await expect(other.findAsset('guarded')).rejects.toMatchObject({ status: 403 });
    await expect(other.removeMedia('guarded')).rejects.toMatchObject({ status: 403 });
    expect((await other.listJobs()).jobs).toEqual([]);
    expect((await other.listVideos()).videos).toEqual([]);
    const [{ job_id: id } = { job_id: '' }] = (await mine.listVideos()).videos;
    const [{ id: keyId } = { id: '' }] = await mine.listApiKeys();
    await expect(other.findVideo(id)).rejects.toMatchObject({ status: 403 });
    await expect(other.listSharedReports(id)).rejects.toMatchObject({ status: 403 });
    await expect(other.deleteApiKey(keyId)).rejects.toMatchObject({ status: 404, message: 'API key not found' });
    const theirs = `users/${alice.id}/film.mp4`;
    await expect(other.createDownloadUrl(theirs)).rejects.toMatchObject({ status: 403 });
    await expect(other.deleteFile(theirs)).rejects.toMatchObject({
      ...{ status: 403, message: 'Storage path does not belong to this user' },
    });
  });

  it('with sessions asks for one before each call, so that none has ended', async () => {
    const lives = [60, -60, 60];
    const client = createClient({ baseUrl: server.url, userToken: async () => session(lives.shift() ?? 0) });
    expect(await client.whoAmI()).toMatchObject({ user_id: alice.id, auth_type: 'clerk' });
    await expect(client.whoAmI()).rejects.toMatchObject({ status: 401, message: 'Token expired' });
    expect(await client.findSource('film.mp4')).not.toBeNull();
    expect(lives).toEqual([]);
  });

  it('fails as the source of its sessions does', async () => {
    const userToken = () => Promise.reject(new Error('signed out'));
    await expect(createClient({ baseUrl: server.url, userToken }).whoAmI()).rejects.toThrow('signed out');
  });
});

it('the client of the operator reaches what users have', async () => {
  await mine.setAssetAccess('seen', 'protected');
  expect(await server.client.findAsset('seen')).toMatchObject({ id: 'seen' });
});

it('a client has one credential, of one kind', () => {
  // @ts-expect-error: two credentials
  expect(() => createClient({ baseUrl: server.url, apiKey: 'a', userKey: 'b' })).toThrow(TypeError);
  // @ts-expect-error: none
  expect(() => createClient({ baseUrl: server.url })).toThrow(TypeError);
  // @ts-expect-error: only the operator may create signing keys
  expect(mine.createSigningKey).toBeUndefined();
});
