import { randomBytes } from 'node:crypto';
import {
  GrantCache,
  issueEdgeToken,
  KeyRing,
  type MacKeyRecord,
  parseCidr,
  parseHostPattern,
  parsePathPattern,
  type RevocationEntry,
  RevocationList,
  type SyncCrypto,
} from '@sluice/access';
import { admit } from '../apps/server/src/features/access/gate.ts';
import type { GateParts } from '../apps/server/src/features/access/gate-parts.ts';
import { createTokenLimits } from '../apps/server/src/features/access/limits/token-limits.ts';
import { mediaRule } from '../apps/server/src/features/access/media-rule.ts';
import type { Asset } from '../apps/server/src/features/assets/index.ts';
import { newTraceContext } from '../apps/server/src/platform/trace-context.ts';
import type { HttpRequest } from '../apps/server/src/ports/http-exchange.ts';
import type { Contender } from './alternating-rounds.ts';

const ASSET_ID = '9f86d081';
const REVOCATIONS = 100_000;
const CLIENT_ADDRESS = '203.0.113.7';

/** All of them in force, none of the token that is shown. */
function revocationsOfStrangers(nowSeconds: number): RevocationList {
  const entries = Array.from({ length: REVOCATIONS }, (_, index): RevocationEntry => {
    const value = `tk_${randomBytes(12).toString('base64url')}`;
    return { id: `rv_${index}`, seq: index + 1, type: 'token', value, expiresAtSeconds: nowSeconds + 86_400 };
  });
  const list = new RevocationList();
  list.apply({ kind: 'snapshot', throughSeq: REVOCATIONS, entries }, nowSeconds);
  return list;
}

/** A token with two patterns, bound to the address of the client and to the page that plays. */
function boundToken(crypto: SyncCrypto, key: MacKeyRecord, nowSeconds: number): string {
  const [media, keys] = [parsePathPattern(`/v/${ASSET_ID}/*`), parsePathPattern(`/k/${ASSET_ID}/*`)];
  const [cidr, host] = [parseCidr(`${CLIENT_ADDRESS}/32`), parseHostPattern('*.example.org')];
  if (media === null || keys === null || cidr === null || host === null) throw new Error('the rules must parse');
  return issueEdgeToken(crypto, key, {
    notBeforeSeconds: nowSeconds,
    expiresAtSeconds: nowSeconds + 3600,
    patterns: [media, keys],
    tokenId: 'tk_01HZX3Q8',
    assetId: ASSET_ID,
    subject: 'vw_7c1e',
    bindings: { clientAddresses: [cidr], hosts: [host], userAgent: null },
    renewableUntilSeconds: null,
  });
}

const asset: Asset = {
  id: ASSET_ID,
  access: 'protected',
  presentation: null,
  contentKid: null,
  isLive: false,
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

/** Counted, and never reached. */
const tokenRules = { requestsPerSecond: 1e9, burst: 1e9, alertNetworks: 8, maxNetworks: 0 };

const unused = (): never => {
  throw new Error('no embed token is shown');
};

function gateParts(crypto: SyncCrypto, key: MacKeyRecord, nowSeconds: number, grants: GrantCache): GateParts {
  const keys = new KeyRing([key]);
  const clock = { nowMs: () => nowSeconds * 1000 };
  return {
    crypto,
    ring: () => keys,
    grants,
    clock,
    tokenLimits: createTokenLimits(tokenRules, clock, unused),
    revocations: revocationsOfStrangers(nowSeconds),
    issuer: 'bench',
    directory: { find: async () => asset, forget: () => undefined },
    findEmbedRecord: unused,
    countPlay: unused,
  };
}

/**
 * What the gate does between a request and its bytes, by the code that does it: path, policy, carrier, signature, time,
 * 100,000 revocations, asset, patterns, address and page. `keepsGrants`: as in service, where a token's signature is
 * checked once; otherwise it is checked for each request.
 */
export function wholeDecision(
  crypto: SyncCrypto,
  key: MacKeyRecord,
  nowSeconds: number,
  keepsGrants: boolean,
): Contender {
  // Too short for any token.
  const parts = gateParts(crypto, key, nowSeconds, new GrantCache(1000, keepsGrants ? 1_000_000 : 0));
  const token = encodeURIComponent(boundToken(crypto, key, nowSeconds));
  const request: HttpRequest = {
    trace: newTraceContext(),
    id: 'bench',
    method: 'GET',
    isHead: false,
    rawTarget: `/v/${ASSET_ID}/1080p/seg_00001.m4s?et=${token}`,
    params: {},
    headers: { host: 'media.example.com', origin: 'https://app.example.org', 'user-agent': 'bench', accept: '*/*' },
    remoteAddress: CLIENT_ADDRESS,
    bodyBytes: new Uint8Array(),
    bodyStream: { [Symbol.asyncIterator]: unused },
  };
  const rule = mediaRule('v', 'protected');
  return {
    name: keepsGrants ? 'the gate, token seen before' : 'the gate, token never seen',
    async run() {
      const admission = await admit(parts, request, request.rawTarget, rule);
      if (!admission.ok) throw new Error(`a good request was refused: ${admission.reason}`);
    },
  };
}
