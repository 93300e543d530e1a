import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetOfName, recordingAssetName, recordingAssets } from './asset-name.ts';

const recording = 'account-a/1776427171_1-1_frontdoor_402-263-805-680_801_29960.mp4';
const stem = recording.slice(0, -'.mp4'.length);

describe('the name of an asset', () => {
  it.each([
    ['thumbnail', `${stem}_thumbnail.jpg`],
    ['sprite', `${stem}_sprite.jpg`],
    ['redacted', `${stem}_redacted.mp4`],
  ] as const)('is that of the contract for a %s', (asset, name) => {
    expect(recordingAssetName(recording, asset)).toBe(name);
    expect(assetOfName(name)).toBe(asset);
  });

  it.each([
    ['a.b/clip', 'a.b/clip_sprite.jpg'],
    ['a/b.c.MKV', 'a/b.c_sprite.jpg'],
    ['UPPER/Case.Mp4', 'UPPER/Case_sprite.jpg'],
    ['a/.hidden', 'a/.hidden_sprite.jpg'],
    ['a/dot.', 'a/dot._sprite.jpg'],
    ['a/thumbnail.mp4', 'a/thumbnail_sprite.jpg'],
    ['a_thumbnail.jpg/b.mp4', 'a_thumbnail.jpg/b_sprite.jpg'],
    ['a/x_THUMBNAIL.mp4', 'a/x_THUMBNAIL_sprite.jpg'],
    ['a/cam\u00e9ra 1+2 & \u00e9#1.mp4', 'a/cam\u00e9ra 1+2 & \u00e9#1_sprite.jpg'],
  ])('of %j is %j', (key, name) => {
    expect(recordingAssetName(key, 'sprite')).toBe(name);
  });

  const segment = fc.stringMatching(/^[\p{L}\d._ -]{1,12}$/u).filter((text) => !/^\.{1,2}$/.test(text));
  const key = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
  const asset = fc.constantFrom(...recordingAssets);

  it('stays beside the recording, is another key, and is its own name for no other asset', () => {
    fc.assert(
      fc.property(key, asset, asset, (of, one, other) => {
        fc.pre(assetOfName(of) === null);
        const name = recordingAssetName(of, one) ?? '';
        const folder = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
        expect(folder(name)).toBe(folder(of));
        expect(name).not.toBe(of);
        expect(recordingAssetName(name, one)).toBe(name);
        if (one !== other) expect(recordingAssetName(name, other)).toBeNull();
      }),
    );
  });

  it('differs for recordings that differ in more than their extension', () => {
    fc.assert(
      fc.property(key, key, asset, (one, other, of) => {
        fc.pre(assetOfName(one) === null && assetOfName(other) === null);
        const stems = [one, other].map((text) => recordingAssetName(text, of)?.replace(/_[a-z]+\.\w+$/, ''));
        fc.pre(stems[0] !== stems[1]);
        expect(recordingAssetName(one, of)).not.toBe(recordingAssetName(other, of));
      }),
    );
  });
});
