import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { SyncCrypto } from '../crypto/crypto.ts';
import { signEvent } from './event-signature.ts';

const crypto = {
  timing: 'sync',
  hmacSha256: (key, message) => createHmac('sha256', key.exportBytes()).update(message).digest(),
} as Pick<SyncCrypto, 'timing' | 'hmacSha256'> as SyncCrypto;

/** Mux contract §13.2. */
const secret = 'whsec_contract_test';
const body =
  '{"type":"video.space.active","object":{"type":"space","id":"SPACE1"},"id":"11111111-1111-4111-8111-111111111111","environment":{"name":"Development","id":"env1"},"data":{"type":"server","status":"active","id":"SPACE1","created_at":"1653365403","active_session_id":"SESS1"},"created_at":"2023-03-28T10:40:00.000000Z","attempts":[]}';

it.each([
  [4_102_444_800, 'd81958f8e77e7aad15f7f7d6e5b7bd5028649df8703779edc23cbdd38c438643'],
  [1_680_000_000, 'e3642cda10130f02e45578e84d6966bb99220e3ede2f145904542083a49bb499'],
])('signs the vector at %i', (at, mac) => {
  expect(signEvent(crypto, [secret], at, body)).toBe(`t=${at},v1=${mac}`);
});

it('signs with every secret that is in force', () => {
  const [first, second] = ['one', 'two'].map((each) => signEvent(crypto, [each], 7, body).slice(4));
  expect(signEvent(crypto, ['one', 'two'], 7, body)).toBe(`t=7,${first},${second}`);
});
