import {
  KeyRing,
  MacKey,
  macKeyRecord,
  signImageUrl,
  signOriginalUrl,
  signThumbUrl,
  verifyImageSignature,
  verifyOriginalSignature,
  verifyThumbSignature,
} from '@sluice/access';
import vectors from '../../vectors/vylux-signed-urls.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';

const key = MacKey.fromText(vectors.secret);
const ring = new KeyRing([macKeyRecord('vylux-delivery', 'd1', key)]);
const verifyByArea = { img: verifyImageSignature, original: verifyOriginalSignature, thumb: verifyThumbSignature };

function areaOf(target: string): keyof typeof verifyByArea {
  return target.startsWith('/img/') ? 'img' : target.startsWith('/original/') ? 'original' : 'thumb';
}

const verifying: ConformanceCase[] = vectors.cases.map((vector) => ({
  name: `signed URL: ${vector.name}`,
  async run(crypto) {
    const result = await verifyByArea[areaOf(vector.target)](crypto, ring, vector.target);
    expectSame(result.ok ? result.grant.resource : result.reason, vector.resource ?? vector.refused);
  },
}));

const signedTexts: ConformanceCase[] = vectors.cases
  .filter(({ signedText }) => signedText !== undefined)
  .map(({ name, signedText = '', target }) => ({
    name: `signed URL: signed text of ${name}`,
    async run(crypto) {
      const mac = Array.from(await crypto.hmacSha256(key, signedText), (byte) => byte.toString(16).padStart(2, '0'));
      expectSame(mac.join(''), target.split('/')[2]);
    },
  }));

const signing: ConformanceCase = {
  name: 'signed URL: our own URLs carry the signatures of the vectors',
  async run(crypto) {
    const options = { widthPx: 640, heightPx: 360, quality: 80 };
    const image = await signImageUrl(crypto, key, { key: 'uploads/avatars/sample.jpg', options, format: 'webp' });
    const a1 = vectors.cases[0]?.target ?? '';
    expectSame(image, a1.replace('q80_h360_w640', 'w640_h360_q80'));
    const original = await signOriginalUrl(crypto, key, 'uploads/sample.mp4');
    expectSame(original, vectors.cases.find(({ name }) => name === 'A3 original')?.target);
    const thumb = await signThumbUrl(crypto, key, 'videos/mo/movie-2026-04-01/cover.jpg');
    expectSame(thumb, vectors.cases.find(({ name }) => name === 'A4 thumb')?.target);
  },
};

export const signedUrlCases: readonly ConformanceCase[] = [...verifying, ...signedTexts, signing];
