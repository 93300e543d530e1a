import {
  type AuthorizeContext,
  formatHostPattern,
  formatPathPattern,
  type Grant,
  type RefusalReason,
} from '@sluice/access';
import type { ExplanationStep } from '@sluice/contract';
import { failingReasons } from './failing-reasons.ts';

type Row = readonly [step: ExplanationStep['step'], reasons: readonly RefusalReason[], read: string, expected: string];

const timeText = (seconds: number): string => `${new Date(seconds * 1000).toISOString()} (${seconds})`;

/** Scheme and host of an address; whatever else stands in a `Referer` is nobody's business. */
function hostText(name: string, value: string): string {
  return URL.canParse(value) ? `${name} ${new URL(value).origin}` : `${name} ${value.slice(0, 40)}`;
}

function embeddingText({ origin, referer }: AuthorizeContext<'sync'>['request']): string {
  if (origin !== null) return hostText('Origin', origin);
  return referer === null ? 'neither Origin nor Referer' : hostText('Referer', referer);
}

const nobody = 'anyone: it is not bound';

function resourceTexts({ resource }: Grant): readonly [asset: string, paths: string] {
  switch (resource.kind) {
    case 'paths':
      return [resource.assetIds.join(', '), resource.patterns.map(formatPathPattern).join(', ')];
    case 'area':
      return ['any', resource.patterns.map(formatPathPattern).join(', ')];
    case 'content-key':
      return [resource.assetId, 'its content key'];
    default:
      return ['one object', 'one object'];
  }
}

function rowsOf(grant: Grant, { request, nowSeconds }: AuthorizeContext<'sync'>): readonly Row[] {
  const { notBeforeSeconds, expiresAtSeconds, bindings, tokenId, subject, keyId } = grant;
  const [assets, patterns] = resourceTexts(grant);
  const asked = request.resource.kind === 'path' ? request.resource : { assetId: '', path: '' };
  const now = `now, ${timeText(nowSeconds)}`;
  const agent = bindings.userAgent === null ? 'not looked at' : (request.userAgent ?? 'no User-Agent');
  return [
    [
      'start',
      ['token_not_yet_valid'],
      notBeforeSeconds === null ? 'no start' : timeText(notBeforeSeconds),
      `at most 5 s after ${now}`,
    ],
    ['end', ['token_expired'], expiresAtSeconds === null ? 'no end' : timeText(expiresAtSeconds), `after ${now}`],
    [
      'revocation',
      ['token_revoked', 'edge_stale', 'token_exhausted'],
      `token ${tokenId ?? 'without id'}, subject ${subject ?? 'none'}, asset ${assets}, key ${keyId}`,
      'none of them taken back, and a feed that is fresh',
    ],
    ['asset', ['asset_mismatch'], `for asset ${assets}`, `asset ${asked.assetId}`],
    ['paths', ['acl_mismatch'], `opens ${patterns}`, `a pattern that covers ${asked.path}`],
    [
      'address',
      ['ip_mismatch'],
      `viewer at ${request.clientAddress ?? 'no address'}`,
      bindings.clientAddresses?.map(({ text }) => text).join(', ') ?? nobody,
    ],
    [
      'domain',
      ['domain_mismatch'],
      embeddingText(request),
      bindings.hosts?.map(formatHostPattern).join(', ') ?? nobody,
    ],
    ['user-agent', ['ua_mismatch'], agent, bindings.userAgent ?? nobody],
  ];
}

/** Steps 8 to 15 for a credential whose signature is good: every one of them is decided, also behind one that failed. */
export function tellGrant(
  grant: Grant,
  context: AuthorizeContext<'sync'>,
  tell: (step: ExplanationStep['step'], result: 'ok' | 'failed', read: string, expected: string) => void,
): void {
  const failing = failingReasons(grant, context);
  for (const [step, reasons, read, expected] of rowsOf(grant, context)) {
    const found = reasons.find((reason) => failing.includes(reason));
    tell(
      step,
      found === undefined ? 'ok' : 'failed',
      found === 'edge_stale' ? `${read}; the feed is old` : read,
      expected,
    );
  }
}
