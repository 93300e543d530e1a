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
  scheme: 'vylux-original',
  store: 'source',
  pathPrefix: '/original/',
  signedPrefix: '/',
};

/** The path `/original/{sig}/{key}` that opens one source object (Vylux contract §4.3). */
export function signOriginalUrl<T extends Timing>(crypto: Crypto<T>, macKey: MacKey, key: string): Timed<T, string> {
  return signObjectUrl(crypto, macKey, route, key);
}

/** Parses a raw `/original/…` target without looking at the signature. */
export function parseOriginalUrl(rawTarget: string): SignedObjectUrl | Refusal<SignedUrlRefusal> {
  return parseObjectUrl(route, rawTarget);
}

/** The grant of a raw `/original/…` target; a {@link SignedUrlRefusal} is answered 400, `token_invalid` 403. */
export function verifyOriginalSignature<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  rawTarget: string,
): Timed<T, Verification | Refusal<SignedUrlRefusal>> {
  const url = parseOriginalUrl(rawTarget);
  return url.ok ? verifyObjectUrl(crypto, ring, route, url) : settle(crypto, url);
}
