import { parseUriExpiry } from '@sluice/access';
import { integer, type Reading, url } from '../setting.ts';
import { setting } from './setting-row.ts';

/** Where providers stop themselves: SigV4 and the V4 URLs of Google allow no more. */
const WEEK_SECONDS = 604_800;
const MIN_KEY_BYTES = 32;
/** Beside the one in force, as many as may verify at a time (edge access §18). */
const MAX_PREVIOUS_KEYS = 3;

/** Kerberos Vault contract §1 knows these four words and no other. */
function trueOrFalse(raw: string): Reading<boolean> {
  const word = raw.toLowerCase();
  if (word === 'true' || word === '1') return { ok: true, value: true };
  return word === 'false' || word === '0'
    ? { ok: true, value: false }
    : { ok: false, problem: 'must be true or false' };
}

function publicBase(raw: string): Reading<string> {
  return /[?#]/.test(raw)
    ? { ok: false, problem: 'must be an absolute URL without query and fragment' }
    : url('http', 'https')(raw);
}

const isLongEnough = (key: string): boolean => Buffer.byteLength(key) >= MIN_KEY_BYTES;

const signingKey = (raw: string): Reading<string> =>
  isLongEnough(raw) ? { ok: true, value: raw } : { ok: false, problem: `must be at least ${MIN_KEY_BYTES} bytes` };

function previousKeys(raw: string): Reading<readonly string[]> {
  const keys = raw.split(',');
  return keys.length <= MAX_PREVIOUS_KEYS && keys.every(isLongEnough)
    ? { ok: true, value: keys }
    : { ok: false, problem: `must be up to ${MAX_PREVIOUS_KEYS} keys of at least ${MIN_KEY_BYTES} bytes` };
}

function lifetime(raw: string): Reading<number> {
  const seconds = parseUriExpiry(raw, { defaultSeconds: WEEK_SECONDS, maxSeconds: WEEK_SECONDS });
  return seconds === null
    ? { ok: false, problem: 'must be seconds or a duration such as 24h, from 1 second to 7 days' }
    : { ok: true, value: seconds };
}

/** URLs of objects of providers (Kerberos Vault contract §1). */
export const vaultSettings = {
  VAULT_SIGNING: setting<boolean>({
    read: trueOrFalse,
    default: false,
    about:
      'Whether `/api/storage` gives URLs of this server instead of those that the provider itself checks. Providers of type `fs` and URLs for one use have no other.',
  }),
  VAULT_PUBLIC_URL: setting<string>({
    read: publicBase,
    default: '',
    defaultText: 'BASE_URL',
    about: 'Where those URLs lead, a path prefix included. Needed with VAULT_SIGNING.',
  }),
  VAULT_URL_SIGNING_KEY: setting<string>({
    read: signingKey,
    default: '',
    secret: 'vault',
    isExact: true,
    defaultText: 'none; such URLs are neither given nor taken',
    about:
      'Signs URLs of this server for objects of providers: at least 32 bytes of text, taken as it stands. Who knows it can read every object of every account.',
  }),
  VAULT_URL_SIGNING_KEY_PREVIOUS: setting<readonly string[]>({
    read: previousKeys,
    default: [],
    secret: 'vault',
    isExact: true,
    defaultText: 'none',
    about:
      'Up to three earlier keys, joined by commas, whose URLs still open. Take one out once MAX_URI_EXPIRY_TIME has passed, or at once to end them all.',
  }),
  DEFAULT_URI_EXPIRY_TIME: setting<number>({
    read: lifetime,
    default: 86_400,
    unit: 'seconds',
    about: 'How long a URL lives where nobody says: seconds, or a duration such as `24h`.',
  }),
  MAX_URI_EXPIRY_TIME: setting<number>({
    read: lifetime,
    default: WEEK_SECONDS,
    unit: 'seconds',
    about: 'The longest life of a URL; more is refused. At most seven days, where providers stop.',
  }),
  VAULT_MAX_BULK_ITEMS: setting<number>({
    read: integer(1, 10_000),
    default: 10_000,
    about: 'Most URLs of one call of `/api/storage/bulk`.',
  }),
} as const;
