import { decodeBase64 } from '../bytes/base64.ts';
import { concat } from '../bytes/concat.ts';
import { constantTimeEqual } from '../bytes/constant-time-equal.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';

/** How a webhook of another service is signed: Standard Webhooks, which Svix and Clerk send. */
export interface StandardWebhook {
  /** Values of the header fields; undefined for one that is absent. */
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  /** `v1,<base64>` for each key in force, with spaces in between. */
  readonly signature: string | undefined;
  /** Exactly as it came. */
  readonly body: Uint8Array;
}

/** Seconds by which the clocks may differ, and for which a message may be sent again. */
const toleranceSeconds = 300;
const minSecretBytes = 16;
/** Signatures looked at: a sender has one or two keys. */
const maxSignatures = 8;

/** The key of a secret `whsec_<base64>`; null for any other text, or one that is too short to be a secret. */
export function parseWebhookSecret(text: string): MacKey | null {
  const bytes = text.startsWith('whsec_') ? decodeBase64(text.slice('whsec_'.length)) : null;
  return bytes === null || bytes.length < minSecretBytes ? null : new MacKey(bytes);
}

/** True for a message that the holder of the key sent at about `nowSeconds` (Unix time). */
export function verifyStandardWebhook<T extends Timing>(
  crypto: Crypto<T>,
  key: MacKey,
  { id = '', timestamp = '', signature = '', body }: StandardWebhook,
  nowSeconds: number,
): Timed<T, boolean> {
  const isInTime = /^\d{1,12}$/.test(timestamp) && Math.abs(nowSeconds - Number(timestamp)) <= toleranceSeconds;
  if (id === '' || !isInTime) return settle(crypto, false);
  const signed = concat(encodeUtf8(`${id}.${timestamp}.`), body);
  const given = signature.split(' ', maxSignatures).map(parseSignature);
  return mapTimed(crypto, crypto.hmacSha256(key, signed), (mac: Uint8Array) =>
    given.some((candidate) => candidate !== null && constantTimeEqual(candidate, mac)),
  );
}

const parseSignature = (text: string): Uint8Array | null =>
  text.startsWith('v1,') ? decodeBase64(text.slice('v1,'.length)) : null;
