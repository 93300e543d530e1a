import type { Reading, SecretClass } from './setting.ts';
import { type SettingName, type Settings, settings } from './settings.ts';
import { type SecretUse, sharedSecrets } from './shared-secrets.ts';

export type ConfigParsing =
  | { readonly ok: true; readonly config: Settings }
  | { readonly ok: false; readonly problems: readonly string[] };

interface AnySetting {
  readonly read: (raw: string) => Reading<unknown>;
  readonly default: unknown;
  readonly secret?: SecretClass;
  readonly isExact?: boolean;
}

const rows: readonly (readonly [SettingName, AnySetting])[] = Object.entries(settings) as [SettingName, AnySetting][];

const storeNames = (role: 'SOURCE' | 'MEDIA') =>
  ({
    fs: [],
    s3: [`${role}_S3_ENDPOINT`, `${role}_S3_ACCESS_KEY`, `${role}_S3_SECRET_KEY`, `${role}_BUCKET`],
    gcs: [`${role}_GCS_CREDENTIALS`, `${role}_BUCKET`],
    azure: [`${role}_AZURE_CONNECTION_STRING`, `${role}_BUCKET`],
  }) as const;

function missingStoreSettings(config: Settings): string[] {
  return (['SOURCE', 'MEDIA'] as const).flatMap((role) => {
    const driver = config[`${role}_DRIVER`];
    const missing = storeNames(role)[driver].filter((name) => config[name] === '');
    return missing.map((name) => `${name} is needed with driver ${driver}`);
  });
}

function secretValues(value: unknown): readonly string[] {
  if (value instanceof Map) return [...value.values()].map(String);
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** Every secret that is set, with its class. */
export function settingSecrets(config: Settings): readonly SecretUse[] {
  return rows.flatMap(([name, { secret }]) =>
    secret === undefined ? [] : secretValues(config[name]).map((value) => ({ name, secretClass: secret, value })),
  );
}

/** What says how to check users, without the issuer who vouches for them, would check nobody. */
function withoutIssuer(config: Settings): string[] {
  if (config.CLERK_ISSUER !== '') return [];
  return (['CLERK_JWKS_URL', 'CLERK_JWT_KEY', 'CLERK_SECRET_KEY'] as const)
    .filter((name) => config[name] !== '')
    .map((name) => `CLERK_ISSUER is needed with ${name}`);
}

function unfitForSigning(config: Settings): string[] {
  const needed = (['VAULT_PUBLIC_URL', 'VAULT_URL_SIGNING_KEY'] as const).filter((name) => config[name] === '');
  const isOrphan = config.VAULT_URL_SIGNING_KEY === '' && config.VAULT_URL_SIGNING_KEY_PREVIOUS.length > 0;
  const keys = [config.VAULT_URL_SIGNING_KEY, ...config.VAULT_URL_SIGNING_KEY_PREVIOUS];
  const isTooLong = config.DEFAULT_URI_EXPIRY_TIME > config.MAX_URI_EXPIRY_TIME;
  return [
    ...(config.VAULT_SIGNING ? needed.map((name) => `${name} is needed with VAULT_SIGNING`) : []),
    ...(isOrphan ? ['VAULT_URL_SIGNING_KEY is needed with VAULT_URL_SIGNING_KEY_PREVIOUS'] : []),
    ...(new Set(keys).size < keys.length ? ['VAULT_URL_SIGNING_KEY_PREVIOUS holds a key twice'] : []),
    ...(isTooLong ? ['DEFAULT_URI_EXPIRY_TIME must not be above MAX_URI_EXPIRY_TIME'] : []),
  ];
}

/** Browsers would be told an address that is none, or servers that let nobody in. */
function unreachableMedia(config: Settings): string[] {
  const isWildcard = ['0.0.0.0', '::'].includes(config.RTC_LISTEN_IP) && config.RTC_ANNOUNCED_ADDRESS === '';
  const isLocked = config.RTC_TURN_URLS.some((url) => url.startsWith('turn')) && config.RTC_TURN_SECRET === '';
  return [
    ...(isWildcard ? [`RTC_ANNOUNCED_ADDRESS is needed with RTC_LISTEN_IP ${config.RTC_LISTEN_IP}`] : []),
    ...(isLocked ? ['RTC_TURN_SECRET is needed with RTC_TURN_URLS'] : []),
  ];
}

function contradictions(config: Settings): string[] {
  const isUnsigned = config.ENTITLEMENT_URL !== '' && config.ENTITLEMENT_SECRET === '';
  const tooLarge = config.LARGE_FILE_THRESHOLD > config.MAX_FILE_SIZE;
  const isShut = config.REQUIRE_HTTPS && config.TRUSTED_PROXIES.length === 0;
  return [
    ...(isShut ? ['TRUSTED_PROXIES is needed with REQUIRE_HTTPS'] : []),
    ...(isUnsigned ? ['ENTITLEMENT_SECRET is needed with ENTITLEMENT_URL'] : []),
    ...(tooLarge ? ['LARGE_FILE_THRESHOLD must not be above MAX_FILE_SIZE'] : []),
    ...withoutIssuer(config),
    ...unreachableMedia(config),
    ...missingStoreSettings(config),
    ...unfitForSigning(config),
    ...sharedSecrets(settingSecrets(config)),
  ];
}

/** The reference names no driver: an address of a store says which is meant. */
function namesStore(raw: Readonly<Record<string, string | undefined>>, name: SettingName): boolean {
  const role = /^(SOURCE|MEDIA)_DRIVER$/.exec(name)?.[1];
  return role !== undefined && (raw[`${role}_S3_ENDPOINT`]?.trim() ?? '') !== '';
}

/**
 * Reads settings from name → text. An absent or empty text means the default.
 * All mistakes are found, not only the first; none of them repeats a value.
 */
export function parseConfig(raw: Readonly<Record<string, string | undefined>>): ConfigParsing {
  const problems: string[] = [];
  const values = rows.map(([name, row]): [SettingName, unknown] => {
    const text = raw[name] ?? '';
    const given = row.isExact === true && text.trim() !== '' ? text : text.trim();
    if (given === '') return [name, namesStore(raw, name) ? 's3' : row.default];
    const reading = row.read(given);
    if (!reading.ok) problems.push(`${name} ${reading.problem}`);
    return [name, reading.ok ? reading.value : row.default];
  });
  const config = Object.fromEntries(values) as unknown as Settings;
  const all = [...problems, ...contradictions(config)];
  return all.length === 0 ? { ok: true, config } : { ok: false, problems: all };
}
