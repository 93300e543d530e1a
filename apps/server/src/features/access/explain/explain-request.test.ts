import {
  type EdgeTokenOrder,
  encodeBase64url,
  encodeUtf8,
  GrantCache,
  issueEdgeToken,
  KeyRing,
  MacKey,
  macKeyRecord,
  noRevocations,
  parseCidr,
  parseHostPattern,
  parsePathPattern,
  type RevocationSet,
  unbound,
  userAgentFingerprint,
} from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../../adapters/crypto/node.ts';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import type { Asset } from '../../assets/index.ts';
import { credentialsOf, decisionContext } from '../decision-context.ts';
import { admit } from '../gate.ts';
import type { GateParts } from '../gate-parts.ts';
import { locate } from '../locate.ts';
import { mediaAreaOf, mediaRule } from '../media-rule.ts';
import { explainRequest } from './explain-request.ts';

const crypto = nodeCrypto();
const now = 1_777_032_108;
const key = macKeyRecord('edge-hmac', 'k1', new MacKey(new Uint8Array(32).fill(1)));
const retired = macKeyRecord('edge-hmac', 'k0', new MacKey(new Uint8Array(32).fill(2)), 'retired');

const assetOf = (id: string, access: Asset['access']): Asset => ({
  id,
  access,
  presentation: null,
  contentKid: null,
  isLive: false,
  createdAt: new Date(0),
  updatedAt: new Date(0),
});
const assets = [assetOf('film', 'protected'), assetOf('other', 'protected'), assetOf('open', 'public')];

const partsWith = (change: Partial<GateParts> = {}): GateParts => ({
  ...({ crypto, ring: () => new KeyRing([key, retired]), clock: { nowMs: () => now * 1000 } } as GateParts),
  grants: new GrantCache(10, 10_000),
  directory: { find: async (id) => assets.find((asset) => asset.id === id) ?? null, forget: () => undefined },
  revocations: noRevocations,
  tokenLimits: { take: () => null },
  ...change,
});

const pattern = (text: string) => parsePathPattern(text) ?? expect.fail(text);

function issue(change: Partial<EdgeTokenOrder> = {}, signer = key): string {
  return issueEdgeToken(crypto, signer, {
    notBeforeSeconds: now,
    expiresAtSeconds: now + 600,
    patterns: [pattern('/v/film/*')],
    tokenId: 'tk_1',
    assetId: 'film',
    subject: 'viewer-7',
    bindings: unbound,
    renewableUntilSeconds: null,
    ...change,
  });
}

interface Asked {
  readonly target: string;
  readonly method?: string;
  readonly headers?: HttpRequest['headers'];
}

const requestOf = ({ target, headers = {} }: Asked): HttpRequest => ({
  id: 'r',
  method: 'GET',
  rawTarget: target,
  params: {},
  headers,
  remoteAddress: '203.0.113.7',
  bodyBytes: new Uint8Array(),
  isHead: false,
  bodyStream: [] as never,
  trace: { traceparent: '', tracestate: null },
});

async function explain(asked: Asked, parts = partsWith()) {
  const request = requestOf(asked);
  const place = await locate(parts, asked.target);
  const area = mediaAreaOf(asked.target);
  return explainRequest({
    method: asked.method ?? 'GET',
    rule: area === null ? null : mediaRule(area, 'public'),
    place,
    credentials: place.ok ? credentialsOf(request, place.parsed) : [],
    context: place.ok ? decisionContext(parts, request, place) : null,
    keys: parts.ring(),
    crypto,
    nowSeconds: now,
  });
}

const withQuery = (path: string, token: string): Asked => ({ target: `${path}?et=${encodeURIComponent(token)}` });
const master = '/v/film/master.m3u8';
const bound = (change: object) => issue({ bindings: { ...unbound, ...change } });
const revoked: RevocationSet = { revokes: () => true, isStaleFor: () => false };
const stale: RevocationSet = { revokes: () => false, isStaleFor: () => true };

interface Case {
  readonly what: string;
  readonly asked: Asked;
  readonly code: string | null;
  readonly failed: readonly string[];
  readonly parts?: GateParts;
}

const caseOf = (
  what: string,
  asked: Asked,
  code: string | null,
  failed: readonly string[],
  parts = partsWith(),
): Case => ({ what, asked, code, failed, parts });

const cases: readonly Case[] = [
  caseOf('a good token', withQuery(master, issue()), null, []),
  caseOf('a public asset', { target: '/v/open/x' }, null, []),
  caseOf('no token', { target: master }, 'token_missing', ['credential']),
  caseOf('a broken path', withQuery('/v/film//x', issue()), 'bad_path', ['path']),
  caseOf('half a token', withQuery(master, issue().slice(0, -9)), 'token_malformed', ['syntax']),
  caseOf('a changed token', withQuery(master, issue().replace('viewer-7', 'viewer-8')), 'token_invalid', ['signature']),
  caseOf('an unknown key', withQuery(master, issue().replace('k1', 'k9')), 'token_invalid', ['key']),
  caseOf('a retired key', withQuery(master, issue({}, retired)), 'token_invalid', ['key']),
  caseOf('too early', withQuery(master, issue({ notBeforeSeconds: now + 6 })), 'token_not_yet_valid', ['start']),
  caseOf('too late', withQuery(master, issue({ expiresAtSeconds: now })), 'token_expired', ['end']),
  caseOf(
    'a revoked token',
    withQuery(master, issue()),
    'token_revoked',
    ['revocation'],
    partsWith({ revocations: revoked }),
  ),
  caseOf('an old feed', withQuery(master, issue()), 'edge_stale', ['revocation'], partsWith({ revocations: stale })),
  caseOf('no keys', withQuery(master, issue()), 'edge_stale', ['key'], partsWith({ ring: () => null })),
  caseOf('another asset', withQuery('/v/other/x', issue()), 'asset_mismatch', ['asset', 'paths']),
  caseOf('another area', withQuery('/k/film/x.key', issue()), 'acl_mismatch', ['paths']),
  caseOf(
    'another network',
    withQuery(master, bound({ clientAddresses: [parseCidr('198.51.100.0/24')] })),
    'ip_mismatch',
    ['address'],
  ),
  caseOf(
    'another site',
    {
      ...withQuery(master, bound({ hosts: [parseHostPattern('a.example')] })),
      headers: { origin: 'https://b.example' },
    },
    'domain_mismatch',
    ['domain'],
  ),
  caseOf(
    'another player',
    withQuery(master, bound({ userAgent: userAgentFingerprint(crypto, 'TV/1') })),
    'ua_mismatch',
    ['user-agent'],
  ),
];

describe('explainRequest', () => {
  it.each(cases)('$what: says what the gate says, and where', async ({ asked, code, failed, parts }) => {
    const explanation = await explain(asked, parts);
    const area = mediaAreaOf(asked.target) ?? expect.fail('a media path');
    const admission = await admit(parts ?? partsWith(), requestOf(asked), asked.target, mediaRule(area, 'public'));
    expect(explanation.code).toBe(admission.ok ? null : admission.reason);
    expect(explanation.code).toBe(code);
    expect(explanation.steps.filter(({ result }) => result === 'failed').map(({ step }) => step)).toEqual(failed);
    for (const step of explanation.steps) expect(step.advice === null, step.step).toBe(step.result !== 'failed');
    expect(explanation.steps).toHaveLength(17);
  });

  it('finds everything that is wrong at once, told in the order of the checks', async () => {
    const token = issue({
      notBeforeSeconds: now - 900,
      expiresAtSeconds: now - 300,
      bindings: { ...unbound, clientAddresses: [parseCidr('198.51.100.0/24') ?? expect.fail()] },
    });
    const explanation = await explain(withQuery('/v/other/x', token), partsWith({ revocations: revoked }));
    expect(explanation.code).toBe('token_expired');
    const failed = explanation.steps.filter(({ result }) => result === 'failed').map(({ step }) => step);
    expect(failed).toEqual(['end', 'revocation', 'asset', 'paths', 'address']);
  });

  it('explains the credential that counts: an ended one is passed over for the next', async () => {
    const ended = issue({ expiresAtSeconds: now - 1, notBeforeSeconds: null });
    const asked = { ...withQuery(master, ended), headers: { 'edge-token': issue() } };
    const explanation = await explain(asked);
    expect(explanation.decision).toBe('allow');
    expect(explanation.steps.find(({ step }) => step === 'credential')?.read).toContain('the next one counts');
  });

  it('names a method and a place that the gate does not serve', async () => {
    expect(await explain({ ...withQuery(master, issue()), method: 'DELETE' })).toMatchObject({
      code: 'method_not_allowed',
      status: 405,
    });
    expect(await explain({ target: '/watch/film' })).toMatchObject({ decision: 'refuse', code: 'not_found' });
  });

  it('tells an asset that is missing to the operator only: the code of a refusal stays what a viewer sees', async () => {
    expect(await explain({ target: '/v/none/x' })).toMatchObject({ code: 'token_missing' });
    const token = issue({ assetId: 'none', patterns: [pattern('/v/none/*')] });
    expect(await explain(withQuery('/v/none/x', token))).toMatchObject({ code: 'not_found', status: 404 });
  });

  it('holds no signature, no secret and nothing of a Referer but its host', async () => {
    for (const { asked, parts } of cases) {
      const target = `/_t/${encodeBase64url(encodeUtf8(issue()))}${asked.target}`;
      const headers = { ...asked.headers, referer: 'https://app.example/page?session=hush' };
      for (const variant of [asked, { ...asked, target }, { ...asked, headers }]) {
        const text = JSON.stringify(await explain(variant, parts));
        expect(text).not.toMatch(/~sig=|hush/);
        for (const [, mac = ''] of issue().matchAll(/~sig=(.+)$/g)) expect(text).not.toContain(mac);
      }
    }
  });
});
