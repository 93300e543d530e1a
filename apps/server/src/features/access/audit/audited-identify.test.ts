import { userGrant } from '@sluice/access';
import { expect, it } from 'vitest';
import type { Caller } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { AuditRecord } from './audit-record.ts';
import { auditedIdentify } from './audited-identify.ts';

const key = `lvz_live_${'0f'.repeat(32)}`;
const request = { id: 'r1', remoteAddress: '203.0.113.7', headers: { authorization: key, 'user-agent': 'curl/8' } };

async function recordOf(identify: () => Promise<Caller>): Promise<AuditRecord | undefined> {
  const records: AuditRecord[] = [];
  await auditedIdentify(identify, (record) => records.push(record))([key], request).catch(() => undefined);
  expect(JSON.stringify(records)).not.toContain(key.slice(0, 20));
  expect(records.length).toBeLessThan(2);
  return records[0];
}

it('notes who called, in which session, and who acted for them', async () => {
  const order = { keyId: 'ins_1', tokenId: 'sess_1', userId: 'u1', expiresAtSeconds: 9 };
  const grant = userGrant({ scheme: 'user-jwt', ...order });
  const caller = { userId: 'u1', clerkUserId: 'user_1', authType: 'clerk', grant, actor: 'user_2' } as const;
  expect(await recordOf(async () => caller)).toMatchObject({
    ...{ event: 'identify', decision: 'allow', code: 'ok', request_id: 'r1', kind: 'clerk', sub: 'u1' },
    ...{ kid: 'ins_1', token_id: 'sess_1', actor: 'user_2', network: 'v4:cb0071' },
  });
});

it('notes why a caller was refused', async () => {
  const refused = new SluiceError('identity/token-expired', { status: 401, message: 'Token expired' });
  expect(await recordOf(() => Promise.reject(refused))).toMatchObject({ decision: 'deny', code: 'token_expired' });
});

it('notes nothing of a fault of ours', async () => {
  expect(await recordOf(() => Promise.reject(new TypeError('x')))).toBeUndefined();
});
