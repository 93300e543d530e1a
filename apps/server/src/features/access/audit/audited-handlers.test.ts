import { describe, expect, it } from 'vitest';
import { newTraceContext } from '../../../platform/trace-context.ts';
import { recovering } from '../../../ports/awaitable.ts';
import { type HttpRequest, jsonAnswer, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { AuditRecord } from './audit-record.ts';
import { auditedHandlers } from './audited-handlers.ts';

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ0a18xIn0.c2ln';

const requestOf = (body: unknown, params: Record<string, string> = {}): HttpRequest => ({
  id: 'r1',
  trace: newTraceContext(),
  method: 'POST',
  isHead: false,
  rawTarget: '/',
  params,
  headers: { 'user-agent': 'curl/8' },
  remoteAddress: '203.0.113.7',
  bodyBytes: Buffer.from(JSON.stringify(body)),
  bodyStream: (async function* () {})(),
});

/** What calling `route` leaves in the log. */
async function recordOf(route: string, handle: RouteHandler, request: HttpRequest): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  const handlers: Record<string, RouteHandler> = auditedHandlers((record) => records.push(record), { [route]: handle });
  await recovering(
    () => handlers[route]?.(request),
    () => undefined,
  );
  return records;
}

const refusing = (status: number) => async () => {
  throw new SluiceError('access/not-entitled', { status, message: 'No.' });
};

describe('a call that gives or takes access', () => {
  it('leaves a record of what was given to whom', async () => {
    const answer = { token_id: 'tk_1', kind: 'jwt', token: jwt, reused: true, expires_at: 7 };
    const request = requestOf({ asset_id: 'film', subject: 'vw_1' });
    const [record] = await recordOf('issuePlaybackToken', async () => jsonAnswer(200, answer), request);
    expect(record).toMatchObject({
      ...{ event: 'issue', decision: 'allow', code: 'ok', request_id: 'r1', kind: 'jwt', token_id: 'tk_1' },
      ...{ sub: 'vw_1', asset: 'film', reused: true, expires_at: 7, network: 'v4:cb0071', agent: 'tool' },
    });
    expect(JSON.stringify(record)).not.toContain('eyJ');
  });

  it('leaves the code of a refusal, and nothing of a fault of ours', async () => {
    const request = requestOf({ asset_id: 'film' });
    const [record] = await recordOf('issuePlaybackToken', refusing(403), request);
    expect(record).toMatchObject({ event: 'issue', decision: 'deny', code: 'not_entitled', asset: 'film' });
    expect(await recordOf('issuePlaybackToken', refusing(500), request)).toEqual([]);
  });

  it('says what was taken back and what was given again', async () => {
    const empty: RouteHandler = async () => ({ status: 204, body: { kind: 'empty' } });
    for (const [route, request, expected] of [
      ['revokePlaybackToken', requestOf(null, { id: 'tk_1' }), { event: 'revoke', type: 'token', value: 'tk_1' }],
      [
        'createRevocation',
        requestOf({ type: 'subject', value: 'vw_1', reason: 'left' }),
        { event: 'revoke', type: 'subject', value: 'vw_1', reason: 'left' },
      ],
      ['deleteRevocation', requestOf(null, { id: 'rv_1' }), { event: 'restore', value: 'rv_1' }],
      ['changeEmbedToken', requestOf({ is_active: false }, { id: 'et_1' }), { event: 'revoke', value: 'et_1' }],
      ['changeEmbedToken', requestOf({ is_active: true }, { id: 'et_1' }), { event: 'restore', value: 'et_1' }],
      ['changeSigningKey', requestOf({ state: 'revoked' }, { kid: 'k1' }), { event: 'revoke', type: 'key' }],
    ] as const) {
      expect(await recordOf(route, empty, request), route).toMatchObject([expected]);
    }
    expect(await recordOf('changeSigningKey', empty, requestOf({ state: 'active' }, { kid: 'k1' }))).toEqual([]);
    expect(await recordOf('listSigningKeys', empty, requestOf(null))).toEqual([]);
  });

  it('never repeats a token that somebody put where none belongs', async () => {
    const embed = `emb_${'A'.repeat(43)}`;
    for (const [route, request] of [
      ['createRevocation', requestOf({ type: 'token', value: jwt, reason: jwt })],
      ['issuePlaybackToken', requestOf({ asset_id: embed, subject: jwt })],
      ['deleteEmbedToken', requestOf(null, { id: embed })],
      ['renewPlaybackToken', requestOf({ token: jwt })],
    ] as const) {
      const text = JSON.stringify(await recordOf(route, refusing(422), request));
      expect(text).toContain('"deny"');
      expect(text).not.toMatch(/eyJ|emb_A/);
    }
  });
});
