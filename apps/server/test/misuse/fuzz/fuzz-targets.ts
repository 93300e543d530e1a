import { generateKeyPairSync } from 'node:crypto';
import {
  type AccessRequest,
  authorize,
  type Carrier,
  type CredentialSources,
  createRevocationSet,
  decide,
  type EdgeJwtClaims,
  embedTokenHash,
  encodeBase64url,
  encodePercent,
  encodeUtf8,
  extractCredentials,
  formatEmbedToken,
  type Grant,
  issueEdgeJwt,
  issueEdgeToken,
  type Jwk,
  type KeyRecord,
  KeyRing,
  MacKey,
  macKeyRecord,
  type ObjectUrlUse,
  PrivateKey,
  PublicKey,
  parseCidr,
  parseHostPattern,
  parseObjectUse,
  parsePath,
  parsePathPattern,
  type SignatureAlgorithmName,
  signImageUrl,
  signKeyToken,
  signObjectUse,
  signOriginalUrl,
  signThumbUrl,
  signVaultUrl,
  signWebhook,
  unbound,
  type Verification,
  verifyEdgeJwt,
  verifyEdgeToken,
  verifyImageSignature,
  verifyKeyToken,
  verifyObjectUse,
  verifyOriginalSignature,
  verifyOriginSecret,
  verifyThumbSignature,
  verifyVaultUrl,
  verifyWebhook,
} from '@sluice/access';
import { nodeCrypto } from '../../../src/adapters/crypto/node.ts';

/** What a mutated credential got: nothing, exactly what the valid one opens, or something else. */
export type Outcome = 'refused' | 'same' | 'other';

/** One valid credential and the door that it opens. */
export interface FuzzTarget {
  readonly name: string;
  readonly credential: string;
  /**
   * Whether another spelling may open the same thing. Signed URLs cover the decoded key, so an escape more or a query
   * changes nothing; of a token every byte counts.
   */
  readonly mayBeRespelled: boolean;
  /** A valid credential of about the greatest length, where a long one costs more to read; see `findSlowness`. */
  readonly longest?: string;
  /** Puts the credential in its place of a request, as a client does; the call that is returned is the whole decision. */
  carry(credential: string): () => Outcome;
}

const crypto = nodeCrypto();
const nowSeconds = 1_777_032_108;
const issuer = 'https://media.example.com';
const assetId = '9f86d081';

const mac = (keyClass: Parameters<typeof macKeyRecord>[0], kid: string, fill: number) =>
  macKeyRecord(keyClass, kid, new MacKey(new Uint8Array(32).fill(fill)));

function asymmetric(alg: SignatureAlgorithmName, kid: string): KeyRecord {
  const pairs = {
    RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: () => generateKeyPairSync('ed25519'),
  };
  const jwk = pairs[alg]().privateKey.export({ format: 'jwk' }) as Jwk;
  const keys = { verifyKey: new PublicKey(alg, jwk), signKey: new PrivateKey(alg, jwk) };
  // One class has one active key; the others verify all the same.
  return { keyClass: 'edge-jwt-asym', kid, state: alg === 'RS256' ? 'active' : 'retiring', ...keys };
}

const hmacKey = mac('edge-hmac', 'k1', 1);
const deliveryKey = mac('vylux-delivery', 'd1', 3);
const keyTokenKey = mac('vylux-key-token', 't1', 4);
const objectUrlKey = mac('object-url', 'o1', 6);
const originSecret = 'o'.repeat(43);
const originKey = macKeyRecord('cdn-origin:cdn', 'cdn-origin', MacKey.fromText(originSecret));
const vaultKey = mac('vault-url', 'u1', 6);
const webhookKey = new MacKey(new Uint8Array(32).fill(5));

function present<T>(value: T | null): T {
  if (value === null) throw new Error('what the targets are made of is well formed');
  return value;
}

const bindings = {
  clientAddresses: [present(parseCidr('203.0.113.0/24'))],
  hosts: [present(parseHostPattern('*.example.com'))],
  userAgent: null,
};
const patterns = [present(parsePathPattern(`/v/${assetId}/*`))];

function askedFor(target: string): AccessRequest {
  const parsed = parsePath(target);
  if (!parsed.ok) throw new Error('the target is well formed');
  return {
    action: 'read',
    resource: { kind: 'path', path: parsed.path, assetId },
    clientAddress: '203.0.113.7',
    origin: 'https://app.example.com',
    referer: null,
    userAgent: null,
  };
}

const request = askedFor(`/v/${assetId}/video/r720_h264/seg_1.m4s`);
/** The revocations of a busy day: the decision is to hold with them. */
const revocations = createRevocationSet(
  Array.from({ length: 1000 }, (_item, index) => ({ type: 'token', value: `tk_revoked_${index}` }) as const),
);

const noSources: CredentialSources = { pathToken: null, query: '', edgeTokenHeader: null, cookieHeader: null };

/** The credential in its place of a request, as a client writes it. */
const carried: Readonly<Record<Carrier, (credential: string) => CredentialSources>> = {
  origin: (text) => ({ ...noSources, originSecretHeader: text }),
  path: (text) => ({ ...noSources, pathToken: encodeBase64url(encodeUtf8(text)) }),
  query: (text) => ({ ...noSources, query: `_HLS_msn=4&et=${encodePercent(text)}` }),
  header: (text) => ({ ...noSources, edgeTokenHeader: text }),
  cookie: (text) => ({ ...noSources, cookieHeader: `a=b; edge_token=${text}` }),
};

type Verify = (text: string) => Verification;

/** What the gate does: extract, verify, decide. */
function playbackTarget(
  name: string,
  credential: string,
  ring: KeyRing,
  carrier: Carrier,
  verifyEmbed: Verify,
): FuzzTarget {
  const verifiers = {
    'edge-token': (text: string) => verifyEdgeToken(crypto, ring, text),
    jwt: (text: string) => verifyEdgeJwt(crypto, ring, issuer, text),
    'origin-secret': (text: string) => verifyOriginSecret(ring, text),
    'embed-token': verifyEmbed,
  };
  return {
    name: `${name}, ${carrier}`,
    credential,
    // White space and further cookies around a cookie are not part of it.
    mayBeRespelled: carrier === 'cookie',
    carry(text) {
      const sources = carried[carrier](text.toWellFormed());
      return () => {
        const credentials = extractCredentials(sources);
        const authorization = authorize(crypto, credentials, { verifiers, request, nowSeconds, revocations });
        if (!authorization.ok) return 'refused';
        return credentials.some((found) => found.ok && found.text !== credential) ? 'other' : 'same';
      };
    },
  };
}

function edgeTokenTargets(verifyEmbed: Verify): readonly FuzzTarget[] {
  const order = {
    notBeforeSeconds: nowSeconds - 60,
    expiresAtSeconds: nowSeconds + 3600,
    patterns,
    tokenId: 'tk_01HZX3Q8',
    assetId,
    subject: 'vw_7c1e',
    bindings,
    renewableUntilSeconds: nowSeconds + 7200,
  };
  const long = [present(parsePathPattern(`/v/${assetId}/${'x'.repeat(200)}/*`)), ...patterns];
  const token = issueEdgeToken(crypto, hmacKey, order);
  const longest = issueEdgeToken(crypto, hmacKey, { ...order, patterns: [...long, ...long, ...long, ...long] });
  const ring = new KeyRing([hmacKey]);
  return (['header', 'query', 'path', 'cookie'] as const).map((carrier) => ({
    ...playbackTarget('HMAC token', token, ring, carrier, verifyEmbed),
    longest,
  }));
}

function jwtTargets(verifyEmbed: Verify): readonly FuzzTarget[] {
  const keys = [
    mac('edge-jwt-sym', 'j1', 2),
    ...(['RS256', 'ES256', 'EdDSA'] as const).map((alg) => asymmetric(alg, alg.toLowerCase())),
  ];
  const ring = new KeyRing([hmacKey, ...keys]);
  const claims: EdgeJwtClaims = {
    issuer,
    subject: 'vw_7c1e',
    assetIds: [assetId],
    issuedAtSeconds: nowSeconds,
    notBeforeSeconds: null,
    expiresAtSeconds: nowSeconds + 3600,
    tokenId: 'tk_01HZX3QB',
    patterns,
    bindings,
    renewableUntilSeconds: null,
  };
  return keys.map((key) =>
    playbackTarget(`JWT ${key.verifyKey.alg}`, issueEdgeJwt(crypto, key, claims), ring, 'header', verifyEmbed),
  );
}

const embedToken = formatEmbedToken(new Uint8Array(32).fill(6));
const embedHash = embedTokenHash(crypto, embedToken);
const embedGrant: Grant = {
  scheme: 'embed-token',
  keyId: 'et_1',
  tokenId: 'et_1',
  subject: null,
  resource: { kind: 'paths', assetIds: [assetId], patterns },
  actions: ['read'],
  notBeforeSeconds: null,
  expiresAtSeconds: null,
  renewableUntilSeconds: null,
  bindings: unbound,
};
/** As a server does it: the record is found by the hash of the whole text. */
const verifyEmbed: Verify = (text) =>
  embedTokenHash(crypto, text) === embedHash ? { ok: true, grant: embedGrant } : { ok: false, reason: 'token_invalid' };

function keyTokenTarget(): FuzzTarget {
  const ring = new KeyRing([keyTokenKey]);
  const asked = { ...request, resource: { kind: 'content-key', assetId } } as const;
  return {
    name: 'key token, bearer',
    credential: signKeyToken(crypto, keyTokenKey.verifyKey, { hash: assetId, expSeconds: nowSeconds + 3600 }),
    mayBeRespelled: false,
    carry: (text) => () => {
      const verified = verifyKeyToken(crypto, ring, text);
      return verified.ok && decide(verified.grant, asked, nowSeconds, revocations).ok ? 'other' : 'refused';
    },
  };
}

type VerifyUrl = (rawTarget: string) => { readonly ok: true; readonly grant: Grant } | { readonly ok: false };

function urlTarget(name: string, sign: (key: string) => string, verify: VerifyUrl): FuzzTarget {
  const url = sign('uploads/2026/ré sumé.jpg');
  const opened = (target: string): string | null => {
    const verified = verify(target);
    if (!verified.ok) return null;
    const { scheme, resource, actions, expiresAtSeconds } = verified.grant;
    return JSON.stringify([scheme, resource, actions, expiresAtSeconds]);
  };
  const wanted = opened(url);
  return {
    name,
    credential: url,
    longest: sign('uploads/'.repeat(800)),
    mayBeRespelled: true,
    carry: (text) => () => {
      const found = opened(text);
      if (found === null) return 'refused';
      return found === wanted ? 'same' : 'other';
    },
  };
}

function urlTargets(): readonly FuzzTarget[] {
  const ring = new KeyRing([deliveryKey]);
  const options = { widthPx: 320, heightPx: 180, quality: 80 };
  const secret = deliveryKey.verifyKey;
  return [
    urlTarget(
      'image URL',
      (key) => signImageUrl(crypto, secret, { key, options, format: 'webp' }),
      (target) => verifyImageSignature(crypto, ring, target),
    ),
    urlTarget(
      'original URL',
      (key) => signOriginalUrl(crypto, secret, key),
      (target) => verifyOriginalSignature(crypto, ring, target),
    ),
    urlTarget(
      'thumb URL',
      (key) => signThumbUrl(crypto, secret, key),
      (target) => verifyThumbSignature(crypto, ring, target),
    ),
  ];
}

function vaultTarget(name: string, nonce: string | null): FuzzTarget {
  const ring = new KeyRing([vaultKey]);
  const claims = { account: 'account-a', provider: 'primary provider', expiresAtSeconds: nowSeconds + 3600, nonce };
  // The longest name that may be signed.
  const filenameOf = (key: string): string => key.slice(0, 1023).replace(/\/$/, '');
  return urlTarget(
    name,
    (key) => signVaultUrl(crypto, vaultKey.verifyKey, '', { ...claims, filename: filenameOf(key) }).url,
    (target) => verifyVaultUrl(crypto, ring, target),
  );
}

function objectUrlTarget(method: 'GET' | 'PUT', use: ObjectUrlUse): FuzzTarget {
  const ring = new KeyRing([objectUrlKey]);
  return urlTarget(
    `object URL, ${use}`,
    (key) =>
      signObjectUse(crypto, objectUrlKey.verifyKey, { use, store: 'source', key, expiresAtSeconds: nowSeconds + 3600 }),
    (target) => {
      const url = parseObjectUse(method, target);
      return url.ok ? verifyObjectUse(crypto, ring, url) : url;
    },
  );
}

function webhookTarget(): FuzzTarget {
  const body = '{"event":"job.completed"}';
  return {
    name: 'webhook header',
    credential: signWebhook(crypto, webhookKey, body),
    mayBeRespelled: false,
    carry: (text) => () => (verifyWebhook(crypto, webhookKey, body, text) ? 'other' : 'refused'),
  };
}

/** A valid credential of every scheme, in every carrier that changes how it is read. */
export function createFuzzTargets(): readonly FuzzTarget[] {
  return [
    ...edgeTokenTargets(verifyEmbed),
    ...jwtTargets(verifyEmbed),
    playbackTarget('embed token', embedToken, new KeyRing([hmacKey]), 'header', verifyEmbed),
    playbackTarget('origin secret', originSecret, new KeyRing([originKey]), 'origin', verifyEmbed),
    keyTokenTarget(),
    ...urlTargets(),
    vaultTarget('Vault URL', null),
    vaultTarget('Vault URL for one use', 'A'.repeat(22)),
    objectUrlTarget('GET', 'read'),
    objectUrlTarget('PUT', 'create'),
    webhookTarget(),
  ];
}
