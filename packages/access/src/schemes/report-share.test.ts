import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import { parsePath } from '../path/parse-path.ts';
import { noRevocations } from '../revocations/revocation-set.ts';
import { createShareHash, isShareHash, reportShareGrant } from './report-share.ts';

describe('a share hash', () => {
  it('is 16 base-62 characters, whatever the generator gives', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 64 }), (given) => {
        fc.pre(given.some((byte) => byte < 248));
        let next = 0;
        const hash = createShareHash((count) =>
          Uint8Array.from({ length: count }, () => given[next++ % given.length] ?? 0),
        );
        expect(hash).toMatch(/^[0-9A-Za-z]{16}$/);
        expect(isShareHash(hash)).toBe(true);
      }),
    );
  });

  it('draws every character from as many bytes as any other', () => {
    const drawn = new Map<string, number>();
    const bytes = Array.from({ length: 256 * 31 }, (_, index) => index % 256);
    while (bytes.length > 0) {
      for (const character of createShareHash((count) =>
        Uint8Array.from({ length: count }, () => bytes.shift() ?? 0),
      )) {
        drawn.set(character, (drawn.get(character) ?? 0) + 1);
      }
    }
    expect(drawn.size).toBe(62);
    expect(Math.max(...drawn.values()) - Math.min(...drawn.values())).toBeLessThanOrEqual(16);
  });

  it.each(['', 'abc', 'A'.repeat(15), 'A'.repeat(17), `${'A'.repeat(15)}-`, `${'A'.repeat(16)}\n`, 'Ä'.repeat(16)])(
    'is not %j',
    (text) => expect(isShareHash(text)).toBe(false),
  );
});

describe('the grant of a share', () => {
  const grant = reportShareGrant({ id: '7', assetId: 'film', createdAtSeconds: 100, expiresAtSeconds: 200 });
  const outcome = (target: string, nowSeconds = 150): string => {
    const parsed = parsePath(target);
    if (!parsed.ok) throw new Error(target);
    const assetId = target.split('/')[2] ?? '';
    const facts = { clientAddress: null, origin: null, referer: null, userAgent: null };
    const resource = { kind: 'path', path: parsed.path, assetId } as const;
    const decision = decide(grant, { ...facts, action: 'read', resource }, nowSeconds, noRevocations);
    return decision.ok ? 'allow' : decision.reason;
  };

  it.each(['report.json', 'bitrate.svg', 'cover.jpg'])('opens %s', (file) => {
    expect(outcome(`/v/film/${file}`)).toBe('allow');
  });

  it.each([
    ['/v/film/master.m3u8', 'acl_mismatch'],
    ['/v/film/video/r240_h264/seg_1.m4s', 'acl_mismatch'],
    ['/v/film/preview.webp', 'acl_mismatch'],
    ['/k/film/00.key', 'acl_mismatch'],
    ['/v/other/cover.jpg', 'asset_mismatch'],
  ])('opens nothing of %s', (target, reason) => expect(outcome(target)).toBe(reason));

  it('ends when the share does', () => {
    expect(outcome('/v/film/cover.jpg', 199)).toBe('allow');
    expect(outcome('/v/film/cover.jpg', 200)).toBe('token_expired');
  });
});
