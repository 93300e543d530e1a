import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSluiceError } from '../../../../ports/sluice-error.ts';
import { parseBulkBody } from './url-order.ts';

const bounds = { expiry: { defaultSeconds: 86_400, maxSeconds: 604_800 }, maxBulkItems: 3 };
const parse = (body: string) => parseBulkBody(Buffer.from(body), 'application/json', 'main', bounds);

describe('parseBulkBody', () => {
  it('makes one order of a name that is asked for twice alike', () => {
    const order = { filename: 'a', provider: 'main', lifetimeSeconds: 3600, isOnce: false };
    const twice = [
      { filename: 'a', provider: 'main', uriExpiryTime: '60m' },
      { filename: 'a', uriExpiryTime: 3600, once: false },
    ];
    expect(parse(JSON.stringify(twice))).toEqual([order]);
  });

  it('answers any other body with orders for each name or a refusal of the contract', () => {
    const item = fc.record(
      {
        filename: fc.oneof(fc.string(), fc.jsonValue()),
        provider: fc.oneof(fc.string(), fc.jsonValue()),
        uriExpiryTime: fc.jsonValue(),
        once: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.json(),
      fc.array(item, { maxLength: 4 }).map((items) => JSON.stringify(items)),
    );
    fc.assert(
      fc.property(body, (text) => {
        try {
          for (const { lifetimeSeconds, provider } of parse(text)) {
            expect(lifetimeSeconds).toBeGreaterThan(0);
            expect(provider).not.toBe('');
          }
        } catch (error) {
          expect(isSluiceError(error) && error.status).toBe(400);
        }
      }),
    );
  });
});
