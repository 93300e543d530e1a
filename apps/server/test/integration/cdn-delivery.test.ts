import { createHmac, verify } from 'node:crypto';
import type { IssueTokenBody } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cdnSecrets, writeCdnFile } from '../fixtures/cdn-file.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';

const id = 'cdn-film';
let film: ProtectedFilm;
let cdnFile: Awaited<ReturnType<typeof writeCdnFile>>;

beforeAll(async () => {
  cdnFile = await writeCdnFile(id);
  film = await startWithProtectedFilm(id, { CDN_FILE: cdnFile.file, DENIALS_PER_ADDRESS: '60' });
});
afterAll(async () => {
  await film.server.stop();
  await cdnFile.remove();
});

const issue = (deliver_via: string, order: Partial<IssueTokenBody> = {}) =>
  film.server.client.issuePlaybackToken({ asset_id: id, deliver_via, ...order });
const get = (target: string, headers: Record<string, string> = {}) => rawRequest(film.server.url, target, { headers });
const pull = (target: string, secret: string) => get(target, { 'x-origin-secret': secret });
const segment = (): string =>
  film.objects.find((path) => path.startsWith(`/v/${id}/video/`) && path.endsWith('.m4s')) ?? '';

describe('POST /v1/playback/tokens with deliver_via', () => {
  it('signs cookies for CloudFront over the folder of the film', async () => {
    const { urls, cookies, expires_at, renew_until, warnings } = await issue('cf', {
      bind: { ip: ['203.0.113.0/24'] },
    });
    expect(urls.hls).toBe(`https://d1.cloudfront.net/v/${id}/master.m3u8`);
    const values = new Map(cookies.map((cookie) => cookie.split(';')[0]?.split('=') as [string, string]));
    const decoded = (name: string): Buffer =>
      Buffer.from(
        (values.get(`CloudFront-${name}`) ?? '').replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'),
        'base64',
      );
    expect(JSON.parse(decoded('Policy').toString())).toEqual({
      Statement: [
        {
          Resource: `https://d1.cloudfront.net/v/${id}/*`,
          Condition: {
            DateLessThan: { 'AWS:EpochTime': expires_at },
            IpAddress: { 'AWS:SourceIp': '203.0.113.0/24' },
          },
        },
      ],
    });
    expect(verify('sha256', decoded('Policy'), cdnSecrets.cloudFrontPublicKey, decoded('Signature'))).toBe(true);
    for (const cookie of cookies)
      expect(cookie).toMatch(new RegExp(`; Path=/v/${id}/; Max-Age=\\d+; Secure; HttpOnly`));
    expect(renew_until).toBeNull();
    expect(warnings.join()).toMatch(
      /cannot take it back.*cannot be renewed.*IPv6.*set from d1\.cloudfront\.net.*content key/s,
    );
  });

  it('gives Akamai a token under the id that it can take back', async () => {
    const { urls, token_id, expires_at } = await issue('aka');
    const [place, hdnts = ''] = urls.hls.split('?hdnts=');
    expect(place).toBe(`https://aka.example.com/v/${id}/master.m3u8`);
    const fields = `exp=${expires_at}~acl=/v/${id}/*~id=${token_id}`;
    const mac = createHmac('sha256', Buffer.from(cdnSecrets.akamai, 'hex')).update(fields).digest('hex');
    expect(hdnts).toBe(`${fields}~hmac=${mac}`);
    expect(urls.dash).toBe(`https://aka.example.com/v/${id}/manifest.mpd?hdnts=${hdnts}`);
  });

  it('puts what relative URIs inherit in front of the path where the CDN can', async () => {
    const [bunny, stream] = [await issue('bun'), await issue('stream')];
    for (const url of Object.values(bunny.urls)) {
      expect(url).toMatch(new RegExp(`^https://zone\\.b-cdn\\.net/bcdn_token=HS256-[^/]+/v/${id}/`));
    }
    expect(stream.urls.hls).toMatch(/^https:\/\/stream\.example\.com\/eyJ[^/]+\/manifest\/video\.m3u8$/);
  });

  it("gives a token of the WAF rule's own lifetime, for HLS alone", async () => {
    const { urls, issued_at, expires_at, warnings } = await issue('waf');
    expect(expires_at - issued_at).toBe(7200);
    const mac = createHmac('sha256', cdnSecrets.waf).update(`/v/${id}/${issued_at}`).digest('base64url');
    expect(urls.hls).toBe(`https://waf.example.com/v/${id}/master.m3u8?verify=${issued_at}-${mac}`);
    expect(urls).not.toHaveProperty('dash');
    expect(warnings.join()).toContain('EXT-X-DEFINE');
  });

  it.each<[string, Partial<IssueTokenBody>, RegExp]>([
    ['nobody', {}, /There is no nobody here, only edge, cf, aka/],
    ['cf', { bind: { ip: ['2001:db8::/64'] } }, /cf: it cannot bind these addresses/],
    ['cf', { require_instant_revocation: true }, /cf: it cannot take back/],
    ['cf', { transport: 'query' }, /cf: its credential does not travel/],
    ['waf', { ttl: 7000 }, /waf: its credentials cannot end/],
    ['waf', { max_lifetime: 3600 }, /waf: its credentials cannot end/],
    ['waf-exact', {}, /waf-exact: its credentials open one object each/],
    ['fast', {}, /fast: its credentials open one object each/],
    ['aka', { bind: { domains: ['app.example.com'] } }, /aka: it does not check which page/],
    ['aka', { bind: { user_agent: 'curl' } }, /aka: it does not check the user agent/],
    ['bun', { not_before: Math.floor(Date.now() / 1000) + 60 }, /bun: its credentials have no start/],
    ['ngx', { ttl: 14_401 }, /ngx: its credentials cannot end/],
    ['aka', { paths: [`/v/${id}/*`] }, /needs \/k\//],
    ['aka', { kind: 'opaque' }, /cannot be delivered that way/],
  ])('refuses for %s what it cannot keep: %j', async (name, order, message) => {
    await expect(issue(name, order)).rejects.toMatchObject({ status: 422, message: expect.stringMatching(message) });
  });

  it('holds the rules of tokens that cannot be renewed', async () => {
    await expect(issue('aka', { ttl: 2 })).rejects.toMatchObject({ code: 'ttl_shorter_than_asset' });
    await expect(issue('aka', { ttl: 90_000 })).rejects.toMatchObject({ code: 'ttl_too_long' });
    expect((await issue('aka', { ttl: 2, allow_short: true })).renew_until).toBeNull();
  });

  it('gives a viewer the same again, but not that of another CDN', async () => {
    const first = await issue('ngx', { subject: 'vw_cdn' });
    const again = await issue('ngx', { subject: 'vw_cdn' });
    expect(again).toEqual({ ...first, reused: true });
    const other = await issue('aka', { subject: 'vw_cdn' });
    expect([other.reused, other.token_id === first.token_id]).toEqual([false, false]);
    expect(await film.server.client.findPlaybackToken(first.token_id)).toMatchObject({ deliver_via: 'ngx' });
  });

  it('does not drop a revocation that looks ahead at a CDN that knows no start', async () => {
    const before = Math.floor(Date.now() / 1000) + 600;
    await film.server.client.createRevocation({ type: 'subject', value: 'vw_later', before });
    await expect(issue('ngx', { subject: 'vw_later' })).rejects.toMatchObject({
      message: expect.stringMatching(/ngx: its credentials have no start/),
    });
    const { urls } = await issue('aka', { subject: 'vw_later' });
    expect(urls.hls).toContain(`hdnts=st=${before}~`);
  });

  it('comes with a token that opens the content key and nothing else, until it is taken back', async () => {
    const { token, token_id } = await issue('ngx');
    const key = `/k/${id}/${film.kid}.key`;
    expect((await get(key, { 'edge-token': token })).body.byteLength).toBe(16);
    expect((await get(segment(), { 'edge-token': token })).headers['x-edge-deny']).toBe('acl_mismatch');
    await film.server.client.revokePlaybackToken(token_id);
    expect((await get(key, { 'edge-token': token })).headers['x-edge-deny']).toBe('token_revoked');
  });
});

describe('a CDN that fetches', () => {
  const { cf, waf, aka } = cdnSecrets.origins;

  it('gets media, which it may keep, and no key', async () => {
    for (const path of film.objects.filter((object) => object.startsWith('/v/'))) {
      const { status, headers } = await pull(path, cf);
      expect([status, path]).toEqual([200, path]);
      expect(headers['cache-control'], path).toMatch(/^max-age=\d+, s-maxage=\d+$/);
      expect(headers['cdn-cache-control'], path).toMatch(/^max-age=\d+$/);
    }
    const key = await pull(`/k/${id}/${film.kid}.key`, cf);
    expect([key.status, key.headers['x-edge-deny']]).toEqual([403, 'acl_mismatch']);
  });

  it('asks for all of its viewers, so that what one of them sent does not count', async () => {
    const { status } = await get(`${segment()}?et=garbage`, { 'x-origin-secret': cf, cookie: 'edge_token=x' });
    expect(status).toBe(200);
  });

  it.each([
    ['x'.repeat(43), 'token_invalid'],
    ['short', 'token_malformed'],
    [`${cf}, ${cf}`, 'token_malformed'],
  ])('is nobody with %s, also beside a good token', async (secret, reason) => {
    const answer = await get(segment(), { 'x-origin-secret': secret, 'edge-token': film.token });
    expect([answer.status, answer.headers['x-edge-deny']]).toEqual([403, reason]);
  });

  it('is explained without its secret', async () => {
    const url = `/k/${id}/${film.kid}.key`;
    const explanation = await film.server.client.explainAccess({ url, headers: { 'X-Origin-Secret': cf } });
    expect(explanation).toMatchObject({ decision: 'refuse', code: 'acl_mismatch' });
    const failed = explanation.steps.filter((step) => step.result === 'failed');
    expect(failed.map((step) => step.step)).toEqual(['paths']);
    expect(JSON.stringify(explanation)).not.toContain(cf);
  });

  it('gets playlists without any credential; the key is named where it is', async () => {
    const master = await pull(`/v/${id}/master.m3u8`, cf);
    const [name = ''] = master.body.toString().match(/^video\/\S+$/m) ?? [];
    expect(name).not.toContain('?');
    const media = (await pull(`/v/${id}/${name}`, cf)).body.toString();
    expect(media).toContain(`URI="${film.server.url}/k/${id}/${film.kid}.key"`);
    const cbcs = (await pull(`/v/${id}/cbcs/${name}`, cf)).body.toString();
    expect(cbcs).toContain(`URI="${film.server.url}/api/key/${id}"`);
  });

  it('gets playlists that hand its query down where it needs one on every object', async () => {
    const master = (await pull(`/v/${id}/master.m3u8`, waf)).body.toString();
    expect(master).toMatch(/^#EXTM3U\n#EXT-X-DEFINE:QUERYPARAM="verify"\n#EXT-X-VERSION:11\n/);
    expect(master).toMatch(/^video\/\S+\/playlist\.m3u8\?verify=\{\$verify\}$/m);
  });

  it('is known as itself also where the film is public', async () => {
    await film.server.client.setAssetAccess(id, 'public');
    const target = `/v/${id}/master.m3u8`;
    expect((await pull(target, waf)).body.toString()).toContain('{$verify}');
    for (const other of [await get(target), await pull(target, 'x'.repeat(43))]) {
      expect([other.status, other.body.toString().includes('verify')]).toEqual([200, false]);
    }
    await film.server.client.setAssetAccess(id, 'protected');
  });

  it('is turned away as soon as its secret is taken back', async () => {
    const { keys } = await film.server.client.listSigningKeys();
    const kid = keys.find((key) => key.class === 'cdn-origin:aka')?.kid ?? '';
    expect((await pull(segment(), aka)).status).toBe(200);
    await film.server.client.createRevocation({ type: 'key', value: kid });
    expect((await pull(segment(), aka)).headers['x-edge-deny']).toBe('token_revoked');
    expect((await pull(segment(), cf)).status).toBe(200);
  });
});

it('does not close a CDN for what its viewers or its other customers do', async () => {
  const { cf } = cdnSecrets.origins;
  const often = (send: () => ReturnType<typeof get>) => Promise.all(Array.from({ length: 70 }, send));
  await often(() => pull(`/v/${id}/%2e%2e/x`, cf));
  expect((await get(segment())).status).toBe(403);
  await often(() => get(segment()));
  expect((await get(segment())).status).toBe(429);
  expect((await pull(segment(), cf)).status).toBe(200);
});

it('lists the keys of CDNs without their material', async () => {
  const { keys } = await film.server.client.listSigningKeys();
  const listed = keys.filter(({ class: name }) => name.startsWith('cdn'));
  expect(listed).toContainEqual({
    ...{ kid: 'K2JCJMDEHXQW5F', class: 'cdn:cf', alg: 'RSA-SHA256', state: 'active' },
    ...{ created_at: null, promoted_at: null, verify_until: null },
  });
  expect(listed.map((key) => key.class)).toEqual(
    expect.arrayContaining(['cdn:fast', 'cdn-origin:cf', 'cdn-origin:ngx']),
  );
  const text = JSON.stringify(keys);
  const { akamai, waf, nginx, origins } = cdnSecrets;
  for (const secret of [akamai, waf, nginx, ...Object.values(origins)]) expect(text).not.toContain(secret);
});
