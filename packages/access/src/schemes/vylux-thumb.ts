import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { settle, type Timed, type Timing } from '../crypto/timing.ts';
import type { Verification } from '../grant.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Refusal } from '../refusal.ts';
import type { SignedUrlRefusal } from './object-key.ts';
import {
  parseObjectUrl,
  type SignedObjectRoute,
  type SignedObjectUrl,
  signObjectUrl,
  verifyObjectUrl,
} from './vylux-object.ts';

const route: SignedObjectRoute = {
  scheme: 'vylux-thumb',
  store: 'media',
  pathPrefix: '/thumb/',
  signedPrefix: 'thumb/',
};

/** The path `/thumb/{sig}/{key}` that opens one object of the media store (Vylux contract §4.4). */
export function signThumbUrl<T extends Timing>(crypto: Crypto<T>, macKey: MacKey, key: string): Timed<T, string> {
  return signObjectUrl(crypto, macKey, route, key);
}

/** Parses a raw `/thumb/…` target without looking at the signature. */
export function parseThumbUrl(rawTarget: string): SignedObjectUrl | Refusal<SignedUrlRefusal> {
  return parseObjectUrl(route, rawTarget);
}

/** The grant of a raw `/thumb/…` target; a {@link SignedUrlRefusal} is answered 400, `token_invalid` 403. */
export function verifyThumbSignature<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  rawTarget: string,
): Timed<T, Verification | Refusal<SignedUrlRefusal>> {
  const url = parseThumbUrl(rawTarget);
  return url.ok ? verifyObjectUrl(crypto, ring, route, url) : settle(crypto, url);
}
