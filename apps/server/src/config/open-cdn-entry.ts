import { createPrivateKey } from 'node:crypto';
import { decodeBase64, decodeHex, isOriginSecret, type Jwk, MacKey, PrivateKey } from '@sluice/access';
import type { CdnSettings, CdnSigning } from '../ports/cdn-settings.ts';
import type { CdnEntry, SecretPlace } from './cdn-file-schema.ts';
import type { SecretUse } from './shared-secrets.ts';

type ReadSecret = (place: SecretPlace) => Promise<string | null>;
type Tell = (problem: string) => void;

function macKey(bytes: Uint8Array | null, leastBytes: number, problem: string, tell: Tell): MacKey | null {
  if (bytes !== null && bytes.length >= leastBytes) return new MacKey(bytes);
  tell(problem);
  return null;
}

/** A private key as PEM: RSA, or for those who take it ECDSA on P-256. */
function privateKey(pem: string, takesEcdsa: boolean, tell: Tell): PrivateKey | null {
  try {
    const key = createPrivateKey(pem);
    const isEcdsa = takesEcdsa && key.asymmetricKeyType === 'ec';
    return new PrivateKey(isEcdsa ? 'ES256' : 'RS256', key.export({ format: 'jwk' }) as Jwk);
  } catch {
    tell(
      `private_key must be the PEM of an RSA key of 2048 bits or more${takesEcdsa ? ', or an ECDSA key on P-256' : ''}`,
    );
    return null;
  }
}

const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');

type EntryOf<T extends CdnEntry['adapter']> = Extract<CdnEntry, { adapter: T }>;
type Openers = {
  readonly [T in CdnEntry['adapter']]: (
    entry: EntryOf<T>,
    secret: string,
    tell: Tell,
    salt: string | null,
  ) => CdnSigning | null;
};

const openers: Openers = {
  cloudfront({ adapter, key_pair_id, digest, carrier = 'cookie' }, secret, tell) {
    const key = privateKey(secret, true, tell);
    if (key === null) return null;
    if (key.alg === 'ES256' && digest === 'SHA1') {
      tell('digest must be SHA256 for an ECDSA key');
      return null;
    }
    const carriesQuery = carrier === 'query';
    return { adapter, keyPairId: key_pair_id, digest: digest ?? 'SHA256', key, carriesQuery };
  },
  akamai({ adapter, parameter = 'hdnts', escapes_input: escapesInput = false }, secret, tell, salt) {
    const key = macKey(decodeHex(secret.toLowerCase()), 1, 'key must be pairs of hexadecimal digits', tell);
    return key && { adapter, key, parameter, escapesInput, salt: salt === null ? null : MacKey.fromText(salt) };
  },
  bunny({ adapter, form = 'hmac-sha256' }, secret, tell) {
    const key = macKey(text(secret), 1, 'key must not be empty', tell);
    return key && { adapter, key, form };
  },
  'cloudflare-waf'({ adapter, rule_ttl: ruleTtlSeconds, directory_length: directoryLength = null }, secret, tell) {
    const key = macKey(text(secret), 1, 'key must not be empty', tell);
    return key && { adapter, key, ruleTtlSeconds, directoryLength };
  },
  'cloudflare-stream'({ adapter, kid, videos }, secret, tell) {
    const key = privateKey(secret, false, tell);
    return key && { adapter, kid, key, videos: new Map(Object.entries(videos)) };
  },
  'nginx-secure-link'({ adapter, form = 'directory' }, secret, tell) {
    const key = macKey(text(secret), 32, 'key must be 32 bytes or more: MD5 protects it badly', tell);
    return key && { adapter, key, form };
  },
  fastly({ adapter }, secret, tell) {
    const key = macKey(decodeBase64(secret), 16, 'key must be base64 of 16 bytes or more', tell);
    return key && { adapter, key };
  },
};

async function openOriginSecrets(places: readonly SecretPlace[], read: ReadSecret, tell: Tell) {
  const found: string[] = [];
  for (const place of places) {
    const secret = await read(place);
    if (secret === null) continue;
    if (isOriginSecret(secret)) found.push(secret);
    else tell('origin_secrets must be 32 to 128 letters, digits, - and _ each');
  }
  return found;
}

/** What can be compared with other secrets: the secret itself, or the private number of a key pair. */
const comparable = ({ key }: CdnSigning, secret: string): string =>
  key instanceof PrivateKey ? (key.exportJwk().d ?? secret) : secret;

/** The settings of one CDN with its secrets read and understood; null where that failed, with every problem told. */
export async function openCdnEntry(
  entry: CdnEntry,
  read: ReadSecret,
  tell: Tell,
): Promise<{ readonly settings: CdnSettings; readonly secrets: readonly SecretUse[] } | null> {
  const { name, host, adapter, origin_secrets: places = [] } = entry;
  const secret = await read('private_key' in entry ? entry.private_key : entry.key);
  const salt = 'salt' in entry && entry.salt !== undefined ? await read(entry.salt) : null;
  const originSecrets = await openOriginSecrets(places, read, tell);
  // The table gives each adapter's opener its own kind of entry, which the compiler cannot follow.
  const open = openers[adapter] as (entry: CdnEntry, ...rest: [string, Tell, string | null]) => CdnSigning | null;
  const signing = secret === null ? null : open(entry, secret, tell, salt);
  if (secret === null || signing === null) return null;
  const use = (what: string, value: string, secretClass: string): SecretUse => ({
    name: `CDN_FILE ${what} of ${name}`,
    secretClass,
    value,
  });
  return {
    settings: { name, host, signing, originSecrets: originSecrets.map((text) => MacKey.fromText(text)) },
    secrets: [
      use('key', comparable(signing, secret), `cdn:${name}`),
      ...(salt === null ? [] : [use('salt', salt, `cdn-salt:${name}`)]),
      ...originSecrets.map((value) => use('origin secret', value, `cdn-origin:${name}`)),
    ],
  };
}
