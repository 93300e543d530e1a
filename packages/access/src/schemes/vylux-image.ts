import { encodeHex } from '../bytes/hex.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import type { Verification } from '../grant.ts';
import { formatImageOptions, parseImageOptions } from '../images/image-options.ts';
import { type ImageRendering, parseImageFormat } from '../images/image-rendering.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { formatObjectKey, maxTargetLength, parseObjectKey, type SignedUrlRefusal, splitTarget } from './object-key.ts';
import { deliveryGrant, matchDelivery } from './vylux-object.ts';

/** A picture made from one source object. */
export interface ImageOrder extends ImageRendering {
  readonly key: string;
}

export interface SignedImageUrl extends ImageOrder {
  readonly ok: true;
  /** As received; not checked. */
  readonly signature: string;
}

const pathPrefix = '/img/';

/**
 * Parses a raw target `/img/{sig}/{options}/{key}.{format}` without looking at the signature. The checks run in the
 * order of the Vylux contract §4.2: key present, format, escapes, options, key not empty.
 */
export function parseImageUrl(rawTarget: string): SignedImageUrl | Refusal<SignedUrlRefusal> {
  if (rawTarget.length > maxTargetLength) return refuse('target_too_long');
  const split = splitTarget(rawTarget, pathPrefix, 2);
  if (split === null || split.rest === '' || split.rest === '/') return refuse('key_missing');
  const [signature = '', optionsText = ''] = split.segments;
  const dot = split.rest.lastIndexOf('.');
  const format = dot < 0 ? null : parseImageFormat(split.rest.slice(dot + 1));
  if (format === null) return refuse('image_format_unsupported');
  const parsed = parseObjectKey(split.rest.slice(0, dot));
  if (!parsed.ok && parsed.reason === 'key_encoding_invalid') return parsed;
  const options = parseImageOptions(optionsText);
  if (options === null) return refuse('image_options_invalid');
  return parsed.ok ? { ok: true, key: parsed.key, options, format, signature } : parsed;
}

/**
 * What an image signature covers: canonical options, `/`, decoded key, `.`, canonical format (Vylux contract §4.1).
 * Throws without options: the text would be that of an original (architecture, decision 9).
 */
export function imageSignedText({ key, options, format }: ImageOrder): string {
  const optionsText = formatImageOptions(options);
  if (optionsText === '') throw new RangeError('an image URL needs at least one option');
  return `${optionsText}/${key}.${format}`;
}

/** The path `/img/{sig}/{options}/{key}.{format}` of a picture. Throws on an empty key or on options that do not parse. */
export function signImageUrl<T extends Timing>(crypto: Crypto<T>, macKey: MacKey, order: ImageOrder): Timed<T, string> {
  const optionsText = formatImageOptions(order.options);
  if (parseImageOptions(optionsText) === null) throw new RangeError('these image options cannot be signed');
  const encodedKey = formatObjectKey(order.key);
  return mapTimed(crypto, crypto.hmacSha256(macKey, imageSignedText(order)), (mac: Uint8Array) => {
    return `${pathPrefix}${encodeHex(mac)}/${optionsText}/${encodedKey}.${order.format}`;
  });
}

/** The grant of a raw `/img/…` target; a {@link SignedUrlRefusal} is answered 400, `token_invalid` 403. */
export function verifyImageSignature<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  rawTarget: string,
): Timed<T, Verification | Refusal<SignedUrlRefusal>> {
  const url = parseImageUrl(rawTarget);
  if (!url.ok) return settle(crypto, url);
  return mapTimed(crypto, matchDelivery(crypto, ring, imageSignedText(url), url.signature), (record) => {
    if (record === null) return refuse('token_invalid');
    const { key, options, format } = url;
    const resource = { kind: 'image', store: 'source', key, options, format } as const;
    return { ok: true, grant: { ...deliveryGrant('vylux-image', record), resource, actions: ['render'] } };
  });
}
