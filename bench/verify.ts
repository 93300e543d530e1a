// Credentials verified per second, by scheme, and whole decisions of the gate, beside jose and beside one bare HMAC.
import {
  decide,
  type Grant,
  issueEdgeToken,
  KeyRing,
  MacKey,
  macKeyRecord,
  noRevocations,
  parsePath,
  parsePathPattern,
  type RequestedResource,
  signImageUrl,
  signJws,
  signKeyToken,
  unbound,
  verifyEdgeToken,
  verifyImageSignature,
  verifyJws,
  verifyKeyToken,
} from '@sluice/access';
import { jwtVerify } from 'jose';
import { nodeCrypto } from '../apps/server/src/adapters/crypto/node.ts';
import { type Contender, type Measurement, measureInRounds } from './alternating-rounds.ts';
import { bareHmac } from './bare-hmac.ts';
import { wholeDecision } from './whole-decision.ts';

const crypto = nodeCrypto();
const nowSeconds = 1_777_032_108;
const expiresAtSeconds = nowSeconds + 3600;

const secrets = { edge: new Uint8Array(32).fill(1), jwt: new Uint8Array(32).fill(2) };
const edgeKey = macKeyRecord('edge-hmac', 'k1', new MacKey(secrets.edge));
const jwtKey = macKeyRecord('edge-jwt-sym', 'k1', new MacKey(secrets.jwt));
const deliveryKey = macKeyRecord('vylux-delivery', 'k1', MacKey.fromText('0123456789abcdef'.repeat(4)));
const tokenKey = macKeyRecord('vylux-key-token', 'k1', MacKey.fromText('00112233445566778899aabbccddeeff'));
const ring = new KeyRing([edgeKey, jwtKey, deliveryKey, tokenKey]);

/** Decides too, because a verified signature alone lets nobody in. */
function mustAllow(verification: { ok: false } | { ok: true; grant: Grant }, resource: RequestedResource): void {
  if (!verification.ok) throw new Error('a good credential was refused');
  const request = { action: verification.grant.actions[0] ?? 'read', resource } as const;
  const nobody = { clientAddress: null, origin: null, referer: null, userAgent: null };
  if (!decide(verification.grant, { ...request, ...nobody }, nowSeconds, noRevocations).ok) {
    throw new Error('a good grant was refused');
  }
}

function edgeToken(): Contender {
  const pattern = parsePathPattern('/v/9f86d081/*');
  const path = parsePath('/v/9f86d081/1080p/seg_00001.m4s');
  if (pattern === null || !path.ok) throw new Error('the path must parse');
  const token = issueEdgeToken(crypto, edgeKey, {
    notBeforeSeconds: nowSeconds,
    expiresAtSeconds,
    patterns: [pattern],
    tokenId: 'tk_01HZX3Q8',
    assetId: '9f86d081',
    subject: 'vw_7c1e',
    bindings: unbound,
    renewableUntilSeconds: null,
  });
  const resource = { kind: 'path', path: path.path, assetId: '9f86d081' } as const;
  return {
    name: 'edge token, kind A',
    run: () => mustAllow(verifyEdgeToken(crypto, ring, token), resource),
  };
}

function keyToken(): Contender {
  const token = signKeyToken(crypto, tokenKey.verifyKey, { hash: 'movie-2026-04-01', expSeconds: expiresAtSeconds });
  const resource = { kind: 'content-key', assetId: 'movie-2026-04-01' } as const;
  return { name: 'Vylux key token', run: () => mustAllow(verifyKeyToken(crypto, ring, token), resource) };
}

function imageSignature(): Contender {
  const options = { widthPx: 640, heightPx: 360, quality: 80 };
  const order = { key: 'uploads/avatars/sample.jpg', options, format: 'webp' } as const;
  const url = signImageUrl(crypto, deliveryKey.verifyKey, order);
  const resource = { kind: 'image', store: 'source', ...order } as const;
  return {
    name: 'Vylux image signature',
    run: () => mustAllow(verifyImageSignature(crypto, ring, url), resource),
  };
}

const claims = {
  iss: 'https://media.example.com',
  sub: 'vw_7c1e',
  aud: '9f86d081',
  iat: nowSeconds,
  exp: expiresAtSeconds,
};
const jwt = signJws(crypto, jwtKey, 'edge+jwt', claims);

function ownJws(): Contender {
  return {
    name: 'JWS HS256',
    run() {
      if (!verifyJws(crypto, (kid) => ring.verifyingKey('edge-jwt-sym', kid), jwt, 'edge+jwt').ok)
        throw new Error('refused');
    },
  };
}

async function joseJws(): Promise<Contender> {
  // Imported once: from raw bytes jose would import the key for every token.
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await globalThis.crypto.subtle.importKey('raw', secrets.jwt, algorithm, false, ['verify']);
  const options = { algorithms: ['HS256'], typ: 'edge+jwt', currentDate: new Date(nowSeconds * 1000) };
  return { name: 'jose jwtVerify HS256', run: () => jwtVerify(jwt, key, options) };
}

function print(measurements: readonly Measurement[]): void {
  const rateOf = (name: string) => measurements.find((each) => each.name === name)?.callsPerSecond ?? Number.NaN;
  const [bare, jose] = [rateOf('bare node:crypto HMAC-SHA256'), rateOf('jose jwtVerify HS256')];
  process.stdout.write(
    `${'scheme'.padEnd(30)}${'per second'.padStart(12)}${'× jose'.padStart(10)}${'× bare HMAC'.padStart(14)}\n`,
  );
  for (const { name, callsPerSecond } of measurements) {
    const columns = [
      Math.round(callsPerSecond).toLocaleString('en').padStart(12),
      (callsPerSecond / jose).toFixed(2).padStart(10),
      (callsPerSecond / bare).toFixed(2).padStart(14),
    ];
    process.stdout.write(`${name.padEnd(30)}${columns.join('')}\n`);
  }
}

const contenders = [
  edgeToken(),
  wholeDecision(crypto, edgeKey, nowSeconds, false),
  wholeDecision(crypto, edgeKey, nowSeconds, true),
  keyToken(),
  imageSignature(),
  ownJws(),
  await joseJws(),
  bareHmac(secrets.edge),
];
print(await measureInRounds(contenders, { rounds: 7, roundMs: 250 }));
