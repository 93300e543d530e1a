import { readFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import {
  MacKey,
  signImageUrl,
  signKeyToken,
  signObjectUse,
  signOriginalUrl,
  signThumbUrl,
  signVaultUrl,
} from '@sluice/access';
import { type RouteId, routeList, routes } from '@sluice/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { createGuard, type GatedHandler } from '../../src/features/access/index.ts';
import type { HandlerTable } from '../../src/http/index.ts';
import type { RouteHandler } from '../../src/ports/http-exchange.ts';
import { assetFolderOf, storedPaths } from '../fixtures/every-object.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';

const id = 'guarded-film';
let film: ProtectedFilm;
/** A piece of every stored object and of the key: none of them may be in an answer to a stranger. */
let pieces: Buffer[];

/** Rows of the contract that give bytes of an asset. */
type MediaRouteId = {
  [Id in RouteId]: (typeof routes)[Id] extends { readonly permission: 'gate' | 'key-token' | 'signature' } ? Id : never;
}[RouteId];

const below = (prefix: string) => film.objects.filter((path) => path.startsWith(prefix));
const isCbcs = (path: string): boolean => path.includes('/cbcs/');

/** A picture in the source store, and in a place of it that other routes could be tempted to read. */
const sourceKey = 'guarded/picture.png';
const noSignature = '0'.repeat(64);
const vaultKey = 'only for the test of every media route';
const vaultUrl = { account: 'guard', provider: 'source', filename: sourceKey, expiresAtSeconds: 4_102_444_800 };

/** What exists under every media route. A new one does not compile until it is here. */
const objectsOf: { readonly [Id in MediaRouteId]: () => readonly string[] } = {
  readImage: () => [`/img/${noSignature}/w8/${encodeURIComponent(sourceKey)}.webp`],
  readOriginal: () => [`/original/${noSignature}/${encodeURIComponent(sourceKey)}`],
  readThumb: () =>
    below('/v/')
      .filter((path) => !isCbcs(path) && !path.endsWith('.mpd'))
      .map((path) => `/thumb/${noSignature}/${encodeURIComponent(`videos/gu${path.slice(2)}`)}`),
  readStorageObject: () => [
    `/api/storage/signed?a=guard&e=${vaultUrl.expiresAtSeconds}&f=${encodeURIComponent(sourceKey)}&p=source&s=${noSignature}`,
  ],
  readObject: () => [
    `/v1/objects/source/${encodeURIComponent(sourceKey)}`,
    ...below('/v/')
      .filter((path) => !isCbcs(path) && !path.endsWith('.mpd'))
      .map((path) => `/v1/objects/media/${encodeURIComponent(`videos/gu${path.slice(2)}`)}`),
  ],
  writeObject: () => ['/v1/objects/source/guarded%2Fnew.png'],
  readStreamObject: () => below('/stream/'),
  readAssetManifest: () => [`/v/${id}/manifest.mpd`],
  readCbcsObject: () => below('/v/').filter(isCbcs),
  readAssetObject: () => below('/v/').filter((path) => !isCbcs(path) && !path.endsWith('.mpd')),
  readAssetKey: () => below('/k/'),
  readMediaKey: () => [`/api/key/${id}`],
  readClearKeyLicence: () => [`/api/key/${id}`],
};
const mediaRoutes = Object.keys(objectsOf) as MediaRouteId[];

beforeAll(async () => {
  film = await startWithProtectedFilm(id, { VAULT_URL_SIGNING_KEY: vaultKey });
  const folder = assetFolderOf(film.server, id);
  const stored = await Promise.all((await storedPaths(film.server, id)).map((path) => readFile(join(folder, path))));
  const key = await ask(`/k/${id}/${film.kid}.key`, { headers: { 'edge-token': film.token } });
  const picture = await sharp({ create: { width: 16, height: 12, channels: 3, background: '#4080c0' } })
    .png()
    .toBuffer();
  await film.server.client.uploadSource(sourceKey, new Blob([picture]));
  await ask('/v1/storage/accounts', {
    method: 'POST',
    headers: { 'x-api-key': film.server.config.API_KEY },
    body: JSON.stringify({ name: 'guard', provider: 'source', directory: '*' }),
  });
  pieces = [picture.subarray(0, 48), ...stored.map((bytes) => bytes.subarray(0, 48)), key.body];
});
afterAll(() => film.server.stop());

const ask = (target: string, request: Parameters<typeof rawRequest>[2]) => rawRequest(film.server.url, target, request);
const holdsMedia = (body: Buffer): boolean => pieces.some((piece) => body.includes(piece));

/** Every method that Node.js can parse but CONNECT, which has no path, and one that nobody knows. */
const methods = METHODS.filter((method) => method !== 'CONNECT');

const bearer = (): string => {
  const key = MacKey.fromText(film.server.config.KEY_TOKEN_SECRET);
  return `Bearer ${signKeyToken(nodeCrypto(), key, { hash: id, expSeconds: 4_102_444_800 })}`;
};

/** `/v1/objects/…` with the signature that opens it. */
function signedObject(target: string, use: 'read' | 'replace'): string {
  const [, , , store, objectKey = ''] = target.split('/');
  const order = { use, store: store as 'source' | 'media', key: decodeURIComponent(objectKey) };
  const key = MacKey.fromText(film.server.config.OBJECT_URL_SECRET);
  return signObjectUse(nodeCrypto(), key, { ...order, expiresAtSeconds: 4_102_444_800 });
}

/** `/thumb/000…/key` with the signature that opens it. */
function signed(target: string, method: string): string {
  if (target.startsWith('/api/storage/')) {
    return signVaultUrl(nodeCrypto(), MacKey.fromText(vaultKey), '', { ...vaultUrl, nonce: null }).url;
  }
  if (target.startsWith('/v1/objects/')) return signedObject(target, method === 'GET' ? 'read' : 'replace');
  const key = MacKey.fromText(film.server.config.HMAC_SECRET);
  const [, route = '', , ...rest] = target.split('/');
  const order = { key: sourceKey, options: { widthPx: 8, heightPx: null, quality: null }, format: 'webp' } as const;
  if (route === 'img') return signImageUrl(nodeCrypto(), key, order);
  const objectKey = decodeURIComponent(rest.join('/'));
  return (route === 'thumb' ? signThumbUrl : signOriginalUrl)(nodeCrypto(), key, objectKey);
}

/** What opens each kind of route, to show that a refusal was for want of it and nothing else. */
const opened = {
  gate: (target: string, _method: string) => ({ target, headers: { 'edge-token': film.token } }),
  'key-token': (target: string, _method: string) => ({ target, headers: { authorization: bearer() } }),
  // A signature by HMAC_SECRET is the back end's own word, for protected assets too.
  signature: (target: string, method: string) => ({ target: signed(target, method), headers: {} }),
};

const licenceRequest = (): string =>
  JSON.stringify({ kids: [Buffer.from(film.kid, 'hex').toString('base64url')], type: 'temporary' });

describe('the table of media routes', () => {
  it('is complete: whatever else is delivered says that it holds no media', () => {
    const others = routeList.filter(({ id: name }) => !(mediaRoutes as readonly string[]).includes(name));
    for (const route of others) {
      expect(route.room !== 'delivery' || ('holdsNoMedia' in route && route.holdsNoMedia), route.id).toBe(true);
    }
  });

  it('takes no handler that did not come from the gate: it does not compile', () => {
    const handle: RouteHandler = async () => ({ status: 200, body: { kind: 'empty' } });
    // @ts-expect-error: only the guard makes gated handlers.
    const gated: GatedHandler = handle;
    // @ts-expect-error: and the table takes nothing else.
    const row: HandlerTable['readAssetObject'] = handle;
    // @ts-expect-error: nor does a share hash open anything without its own.
    const shared: HandlerTable['readSharedCover'] = handle;
    expect([gated, row, shared]).toEqual([handle, handle, handle]);
    expect(createGuard).toBeTypeOf('function');
  });
});

describe('every media route', () => {
  it('gives a stranger nothing, whatever the object and the method', async () => {
    const table: string[] = [];
    for (const name of mediaRoutes) {
      const route = routes[name];
      const targets = objectsOf[name]();
      expect(targets.length, name).toBeGreaterThan(0);
      const seen = new Map<string, Set<number>>();
      for (const target of targets) {
        for (const method of target === targets[0] ? methods : ['GET', 'HEAD']) {
          const answer = await ask(target, { method, ...(method === 'POST' ? { body: licenceRequest() } : {}) });
          const what = `${method} ${target}: ${answer.status}`;
          expect(holdsMedia(answer.body), what).toBe(false);
          expect(answer.body.byteLength, what).toBeLessThan(500);
          expect(answer.status === 204 ? method : answer.status, what).toSatisfy((status: unknown) =>
            ['OPTIONS', 401, 403, 405].includes(status as string),
          );
          if (method === 'GET' && route.family === 'edge') {
            expect(answer.headers['x-edge-deny'], what).toBe('token_missing');
          }
          seen.set(method, (seen.get(method) ?? new Set()).add(answer.status));
        }
      }
      const statusOf = (method: string): string => [...(seen.get(method) ?? [])].join('/');
      const others = methods.filter((method) => !['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method));
      const rest = [...new Set(others.map(statusOf))].join('/');
      table.push(
        [
          `${route.method.padEnd(5)}${route.path}`.padEnd(34),
          route.permission.padEnd(11),
          String(targets.length).padStart(7),
          ...['GET', 'HEAD', 'POST', 'OPTIONS'].map((method) => statusOf(method).padStart(8)),
          rest.padStart(8),
        ].join(''),
      );
    }
    const head = `${'route'.padEnd(34)}${'guard'.padEnd(11)}${'objects'.padStart(7)}${['GET', 'HEAD', 'POST', 'OPTIONS', 'others'].map((word) => word.padStart(8)).join('')}`;
    process.stdout.write(`\nMedia routes, asked without a credential:\n${head}\n${table.join('\n')}\n`);
  });

  it('gives the same to those who may have it', async () => {
    for (const name of mediaRoutes) {
      const { method, permission } = routes[name];
      for (const target of objectsOf[name]()) {
        const { target: openTarget, headers } = opened[permission](target, method);
        const answer = await ask(openTarget, {
          method,
          headers,
          ...(method === 'POST' ? { body: licenceRequest() } : {}),
        });
        expect([target, answer.status]).toEqual([target, 200]);
        expect(answer.body.byteLength, target).toBeGreaterThan(0);
      }
    }
  });
});

it('no other route gives bytes of the film, not even to the operator', async () => {
  const values: Readonly<Record<string, string>> = {
    id,
    aid: id,
    hash: id,
    key: `${film.kid}.key`,
    file: 'master.m3u8',
  };
  const others = routeList.filter(({ id: name }) => !(mediaRoutes as readonly string[]).includes(name));
  for (const route of others) {
    const target = route.path.replace(/\{(\w+)\+?\}/g, (_whole, name: string) => values[name] ?? 'master.m3u8');
    for (const headers of [{}, { 'x-api-key': film.server.config.API_KEY }]) {
      const answer = await ask(target, { method: route.method, headers, ...(route.body ? { body: '{}' } : {}) });
      expect(holdsMedia(answer.body), `${route.method} ${target}`).toBe(false);
    }
  }
});
