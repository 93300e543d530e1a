import { createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import { parseCidr, parseWebhookSecret } from '@sluice/access';

/** What a raw text means, or one sentence on why it means nothing. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Which secrets may share a value: none across classes (edge access §3). */
export type SecretClass =
  | 'api'
  | 'image'
  | 'object-url'
  | 'key-token'
  | 'webhook'
  | 'kek'
  | 'object-store'
  | 'database'
  | 'proxy'
  | 'entitlement'
  | 'edge'
  | 'identity'
  | 'vault'
  | 'identity-webhook'
  | 'turn';

/** One setting: how to read it, what it is without the environment, and what it is for. */
export interface Setting<T> {
  readonly read: (raw: string) => Reading<T>;
  readonly default: T;
  /** How the default is written in the reference, when not as the plain value. */
  readonly defaultText?: string;
  readonly unit?: string;
  readonly about: string;
  readonly secret?: SecretClass;
  /** Taken with white space around it, where every byte counts. */
  readonly isExact?: boolean;
}

const good = <T>(value: T): Reading<T> => ({ ok: true, value });
const bad = (problem: string): Reading<never> => ({ ok: false, problem });

/** Any text. */
export const text = (raw: string): Reading<string> => good(raw);

/** A whole number within bounds, both inclusive. */
export function integer(least: number, most: number = Number.MAX_SAFE_INTEGER) {
  return (raw: string): Reading<number> => {
    const value = Number(raw);
    const fits = /^-?\d+$/.test(raw) && Number.isSafeInteger(value) && value >= least && value <= most;
    return fits ? good(value) : bad(`must be a whole number from ${least} to ${most}`);
  };
}

/** One of a closed list of words. */
export function word<const T extends string>(...words: readonly T[]) {
  return (raw: string): Reading<T> => {
    const found = words.find((candidate) => candidate === raw.toLowerCase());
    return found === undefined ? bad(`must be one of ${words.join(', ')}`) : good(found);
  };
}

/** Several of a closed list of words, joined by commas, none twice. */
export function words<const T extends string>(...allowed: readonly T[]) {
  return (raw: string): Reading<readonly T[]> => {
    const given = raw.split(',').map((part) => part.trim().toLowerCase());
    const found = given.flatMap((part) => allowed.filter((candidate) => candidate === part));
    const isValid = found.length === given.length && new Set(found).size === found.length;
    return isValid ? good(found) : bad(`must be a comma-separated list of ${allowed.join(', ')}`);
  };
}

/** An absolute URL of one of the schemes, with a host; trailing slashes are dropped. */
export function url(...schemes: readonly string[]) {
  return (raw: string): Reading<string> => {
    const parsed = URL.canParse(raw) ? new URL(raw) : null;
    const isValid = parsed !== null && schemes.includes(parsed.protocol.slice(0, -1)) && parsed.host !== '';
    return isValid
      ? good(raw.replace(/\/+$/, ''))
      : bad(`must be an absolute URL starting with ${schemes.join(':// or ')}://`);
  };
}

/** `host[:port]`, port 4318 where none is named, or an absolute URL: where OTLP/HTTP is listened to. */
export function otlpEndpoint(raw: string): Reading<string> {
  if (/^https?:\/\//.test(raw)) return url('http', 'https')(raw);
  const address = URL.canParse(`http://${raw}`) ? new URL(`http://${raw}`) : null;
  const isPlain = address !== null && /^[^/?#@\s]+$/.test(raw) && address.hostname !== '';
  if (!isPlain) return bad('must be host, host:port or an absolute URL starting with http:// or https://');
  return good(/:\d+$/.test(raw) ? `http://${raw}` : `http://${raw}:4318`);
}

/** A number from 0 to 1. */
export function fraction(raw: string): Reading<number> {
  const value = Number(raw);
  return /^\d*\.?\d+$/.test(raw) && value <= 1 ? good(value) : bad('must be a number from 0 to 1');
}

/** Hexadecimal digits, at least (or exactly) so many. */
export function hex(least: number, most?: number) {
  const length = most === least ? `exactly ${least}` : `at least ${least}`;
  return (raw: string): Reading<string> => {
    const isValid = /^[0-9a-fA-F]*$/.test(raw) && raw.length >= least && raw.length <= (most ?? 4096);
    return isValid ? good(raw) : bad(`must be ${length} hexadecimal digits`);
  };
}

const unitSeconds: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A Go duration such as `30s`, `1h30m` or `1.5s`, read as seconds (https://pkg.go.dev/time#ParseDuration). */
export function duration(raw: string): Reading<number> {
  const parts = [...raw.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  const covered = parts.reduce((sum, part) => sum + part[0].length, 0);
  if (raw === '0') return good(0);
  if (parts.length === 0 || covered !== raw.length) return bad('must be a duration such as 30s or 1m30s');
  return good(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ''] ?? 0), 0));
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  yes: true,
  false: false,
  '0': false,
  no: false,
};

/** `true` or `false`. */
export function flag(raw: string): Reading<boolean> {
  const value = truths[raw.toLowerCase()];
  return value === undefined ? bad('must be true or false') : good(value);
}

/** Texts joined by commas; white space around them is taken off. */
export function list(raw: string): Reading<readonly string[]> {
  const given = raw.split(',').map((part) => part.trim());
  return given.every((part) => part !== '') ? good(given) : bad('must be a comma-separated list');
}

const loopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * An absolute `https` URL, kept as written because it is compared; `http` for this machine alone, where nobody listens
 * in between.
 */
export function trustedUrl(raw: string): Reading<string> {
  const parsed = URL.canParse(raw) ? new URL(raw) : null;
  const isPrivate = parsed?.protocol === 'http:' && loopbackHost.test(parsed.hostname);
  const isValid = parsed !== null && (parsed.protocol === 'https:' || isPrivate) && parsed.username === '';
  return isValid && parsed.search === '' && parsed.hash === ''
    ? good(raw)
    : bad('must be an absolute URL starting with https://');
}

/** An RSA public key in PEM form; line ends may be written as `\\n`. */
export function rsaPublicKey(raw: string): Reading<string> {
  const pem = raw.replaceAll('\\n', '\n');
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey(pem);
    const isLong = type === 'rsa' && (details?.modulusLength ?? 0) >= 2048;
    return isLong && !pem.includes('PRIVATE') ? good(pem) : bad('must be an RSA public key of 2048 bits or more');
  } catch {
    return bad('must be a public key in PEM form');
  }
}

/** A secret of Standard Webhooks: `whsec_` and at least 16 bytes as base64. */
export const webhookSecret = (raw: string): Reading<string> =>
  parseWebhookSecret(raw) === null ? bad('must be whsec_ followed by base64') : good(raw);

/** Key-encryption keys by version: `v2=<64 hex>,v3=<64 hex>`. */
export function keyVersions(raw: string): Reading<ReadonlyMap<string, string>> {
  const pairs = raw.split(',').map((part) => /^(v[2-9][0-9]{0,2})=([0-9a-fA-F]{64})$/.exec(part.trim()));
  const versions = new Map(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
  return pairs.every((pair) => pair !== null) && versions.size === pairs.length
    ? good(versions)
    : bad('must be a list such as v2=<64 hexadecimal digits>, each version once');
}

/** Blocks of addresses, joined by commas. */
export function networks(raw: string): Reading<readonly string[]> {
  const given = raw.split(',').map((part) => part.trim());
  return given.every((part) => parseCidr(part) !== null)
    ? good(given)
    : bad('must be a comma-separated list such as 10.0.0.0/8,fd00::/8');
}

/** An IPv4 or IPv6 address. */
export function ipAddress(raw: string): Reading<string> {
  return isIP(raw) === 0 ? bad('must be an IPv4 or IPv6 address') : good(raw);
}

/** `stun:` and `turn:` addresses joined by commas (RFC 7064, RFC 7065), the only forms that browsers take. */
export function iceUrls(raw: string): Reading<readonly string[]> {
  const given = raw.split(',').map((part) => part.trim());
  const form = /^(stuns?:[^\s?/@]+|turns?:[^\s?/@]+(\?transport=(udp|tcp))?)$/;
  return given.every((part) => form.test(part))
    ? good(given)
    : bad('must be a comma-separated list such as turn:turn.example.com:3478?transport=udp,stun:stun.example.com');
}
