import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webCrypto } from '../crypto/web-crypto.ts';
import { parseWebhookSecret, type StandardWebhook, verifyStandardWebhook } from './standard-webhook.ts';

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const key = parseWebhookSecret(secret);
if (key === null) throw new Error('a good secret');
const now = 1_777_032_110;
const body = Buffer.from('{"type":"user.deleted","data":{"id":"user_1"}}');
const mac = (text: string): string =>
  `v1,${createHmac('sha256', 'a secret of twenty-four b').update(text).digest('base64')}`;
const good: StandardWebhook = {
  ...{ id: 'msg_1', timestamp: String(now), body },
  signature: mac(`msg_1.${now}.${body}`),
};
const verify = (change: Partial<StandardWebhook>, at = now) =>
  verifyStandardWebhook(webCrypto(), key, { ...good, ...change }, at);

describe('a webhook of another service', () => {
  it('is believed with its signature, alone or among others', async () => {
    expect(await verify({})).toBe(true);
    expect(await verify({ signature: `v1a,x v1,AAAA ${good.signature}` })).toBe(true);
  });

  it('is believed for five minutes, either way', async () => {
    for (const [seconds, expected] of [
      [-301, false],
      [-300, true],
      [300, true],
      [301, false],
    ] as const) {
      expect(await verify({}, now + seconds), String(seconds)).toBe(expected);
    }
  });

  it.each<Partial<StandardWebhook>>([
    { id: undefined },
    { id: '' },
    { id: 'msg_2' },
    { timestamp: undefined },
    { timestamp: `${now}.0` },
    { timestamp: String(now + 1) },
    { timestamp: '-1' },
    { signature: undefined },
    { signature: '' },
    { signature: good.signature?.replace('v1,', 'v2,') },
    { signature: good.signature?.slice(3) },
    { signature: mac(`${body}`) },
    { signature: `${'v1,AAAA '.repeat(8)}${good.signature}` },
    { body: Buffer.from(`${body} `) },
    { body: Buffer.alloc(0) },
  ])('is not believed with %j', async (change) => {
    expect(await verify(change)).toBe(false);
  });

  it('is not believed when a bit of it was turned', async () => {
    const turned = fc.tuple(fc.nat(body.length - 1), fc.nat(7)).map(([at, bit]) => {
      const copy = Buffer.from(body);
      copy[at] = (copy[at] ?? 0) ^ (1 << bit);
      return copy;
    });
    await fc.assert(fc.asyncProperty(turned, async (other) => (await verify({ body: other })) === false));
  });

  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_%', `${secret}%`, secret.slice(6)])(
    'has no secret such as %j',
    (text) => {
      expect(parseWebhookSecret(text)).toBeNull();
    },
  );
});
