import { createPrivateKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { ecdsaDer } from './ecdsa-der.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));

it('is what node:crypto verifies as DER, for long and short r and s', () => {
  // One in 256 numbers begins with a zero byte, every second one with a set bit.
  for (let round = 0; round < 600; round++) {
    const text = Buffer.from(`policy ${round}`);
    const signature = sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' });
    expect(verify('sha256', text, { key: pair.publicKey, dsaEncoding: 'der' }, ecdsaDer(signature))).toBe(true);
  }
});

it('writes each integer as short as it can be', () => {
  const signature = new Uint8Array(64);
  signature[31] = 0x80;
  expect([...ecdsaDer(signature)]).toEqual([0x30, 7, 0x02, 2, 0, 0x80, 0x02, 1, 0]);
});

it('refuses what is no pair of integers', () => {
  expect(() => ecdsaDer(new Uint8Array(63))).toThrow(RangeError);
  expect(() => ecdsaDer(new Uint8Array(132))).toThrow(RangeError);
});
