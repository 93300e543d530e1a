import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearKeyLicence, parseClearKeyRequest } from './clear-key.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('parseClearKeyRequest', () => {
  it('reads what a browser sends', () => {
    expect(parseClearKeyRequest(bytes('{"kids":["AAECAwQFBgcICQoLDA0ODw"],"type":"temporary"}'))).toEqual([
      '000102030405060708090a0b0c0d0e0f',
    ]);
  });

  it.each(['', '{}', '[]', '{"kids":[]}', '{"kids":["AA"]}', '{"kids":[1]}', '{"kids":["AAECAwQFBgcICQoLDA0ODw=="]}'])(
    'refuses %j',
    (text) => {
      expect(parseClearKeyRequest(bytes(text))).toBeNull();
    },
  );

  it('answers any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.json(), (junk, json) => {
        for (const body of [junk, bytes(json)])
          expect([null, 'object']).toContain(parseClearKeyRequest(body) && 'object');
      }),
    );
  });
});

it('writes a licence in the form that players read', () => {
  expect(clearKeyLicence([{ kid: '000102030405060708090a0b0c0d0e0f', key: new Uint8Array(16) }])).toEqual({
    keys: [{ kty: 'oct', kid: 'AAECAwQFBgcICQoLDA0ODw', k: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    type: 'temporary',
  });
});
