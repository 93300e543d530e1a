import { describe, expect, it } from 'vitest';
import { assetContentType, streamContentType } from './content-type.ts';

describe('streamContentType', () => {
  it.each([
    ['master.m3u8', 'application/vnd.apple.mpegurl'],
    ['video/r240_h264/seg_1.m4s', 'video/iso.segment'],
    ['audio/und_aac_2ch/init.mp4', 'video/mp4'],
    ['cover.JPG', 'image/jpeg'],
    ['preview.webp', 'image/webp'],
  ])('serves %s as %s', (path, type) => {
    expect(streamContentType(path)).toBe(type);
  });

  it.each(['preview.gif', 'seg_1.ts', 'init', 'a.mp4/b', 'x.constructor', '.bmp', ''])('does not serve %j', (path) => {
    expect(streamContentType(path)).toBeNull();
  });
});

it('serves a gif preview behind the gate', () => {
  expect(assetContentType('preview.gif')).toBe('image/gif');
});
