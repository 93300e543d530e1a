import { type AccountBody, derivedOnUpload } from '@sluice/contract';

/** What `sluice providers` and `sluice accounts` were asked to do. */
export type StorageOrder =
  | { readonly deed: 'list-providers' | 'list-accounts' }
  /** `file`: JSON with more fields, `-` for the standard input; `keyFile`: key file of a service account. */
  | {
      readonly deed: 'add-provider';
      readonly fields: Readonly<Record<string, unknown>>;
      readonly file: string | null;
      readonly keyFile: string | null;
    }
  | { readonly deed: 'check-provider'; readonly subject: string }
  | { readonly deed: 'remove-provider'; readonly subject: string; readonly isForced: boolean }
  | { readonly deed: 'add-account'; readonly body: AccountBody }
  | {
      readonly deed: 'enable-account' | 'disable-account' | 'renew-secret' | 'remove-account';
      readonly subject: string;
    };

type Parsed = { readonly ok: true; readonly order: StorageOrder } | { readonly ok: false; readonly sentence: string };

/** Their options, for `parseArgs`. */
export const storageOptions = {
  file: { type: 'string' },
  force: { type: 'boolean' },
  provider: { type: 'string' },
  also: { type: 'string', multiple: true },
  directory: { type: 'string' },
  days: { type: 'string' },
  derive: { type: 'string' },
} as const;

interface Values {
  readonly file?: string | undefined;
  readonly force?: boolean | undefined;
  readonly provider?: string | undefined;
  readonly also?: readonly string[] | undefined;
  readonly directory?: string | undefined;
  readonly days?: string | undefined;
  readonly derive?: string | undefined;
}

const mistake = (sentence: string): Parsed => ({ ok: false, sentence });
const order = (parsed: StorageOrder): Parsed => ({ ok: true, order: parsed });

/** `true` and `false` are no texts: fields that take them take nothing else. */
const fieldValue = (text: string): unknown => (text === 'true' || text === 'false' ? text === 'true' : text);

function addProvider(name: string, [type, ...pairs]: readonly string[], { file }: Values): Parsed {
  const sentence = 'providers add takes a name, a type (fs, s3, gcs, azure) and FIELD=VALUE…';
  if (type === undefined || pairs.some((pair) => !/^\w+=/.test(pair))) return mistake(sentence);
  const fields = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  const { keyFile, ...own }: Readonly<Record<string, string>> = Object.fromEntries(fields);
  const read = Object.entries(own).map(([field, text]) => [field, fieldValue(text)]);
  const all = { ...Object.fromEntries(read), name, type };
  return order({ deed: 'add-provider', fields: all, file: file ?? null, keyFile: keyFile ?? null });
}

/** Reads the words after `providers`. */
export function parseProvidersOrder([deed = '', name, ...rest]: readonly string[], values: Values): Parsed {
  if (deed === 'list' && name === undefined) return order({ deed: 'list-providers' });
  if (name === undefined) return mistake('providers takes list, or add, check, remove with the name of a provider.');
  if (deed === 'add') return addProvider(name, rest, values);
  if (rest.length > 0) return mistake(`providers ${deed} takes one name.`);
  if (deed === 'check') return order({ deed: 'check-provider', subject: name });
  if (deed === 'remove') return order({ deed: 'remove-provider', subject: name, isForced: values.force === true });
  return mistake('providers takes list, add, check, remove.');
}

/** Null for a word that is none of them. */
function derivedIn(text: string): AccountBody['derive'] | null {
  const words = new Set(text.split(','));
  const known = derivedOnUpload.filter((word) => words.has(word));
  return known.length === words.size ? known : null;
}

function addAccount(name: string, { provider, also = [], directory, days, derive }: Values): Parsed {
  if (provider === undefined) return mistake('accounts add needs --provider.');
  if (days !== undefined && !/^\d{1,5}$/.test(days)) return mistake('--days takes a number of days; 0: for good.');
  const derived = derive === undefined ? undefined : derivedIn(derive);
  if (derived === null) return mistake('--derive takes thumbnail, sprite, or both with a comma between.');
  const body: AccountBody = {
    ...{ name, provider, providers: [...also] },
    ...(directory === undefined ? {} : { directory }),
    ...(days === undefined ? {} : { dayLimit: Number(days) }),
    ...(derived === undefined ? {} : { derive: derived }),
  };
  return order({ deed: 'add-account', body });
}

const accountDeeds = {
  enable: 'enable-account',
  disable: 'disable-account',
  secret: 'renew-secret',
  remove: 'remove-account',
} as const;

/** Reads the words after `accounts`. */
export function parseAccountsOrder([deed = '', name, ...rest]: readonly string[], values: Values): Parsed {
  if (deed === 'list' && name === undefined) return order({ deed: 'list-accounts' });
  if (name === undefined || rest.length > 0) return mistake('accounts takes list, or a deed and one name.');
  if (deed === 'add') return addAccount(name, values);
  if (Object.hasOwn(accountDeeds, deed)) {
    return order({ deed: accountDeeds[deed as keyof typeof accountDeeds], subject: name });
  }
  return mistake('accounts takes list, add, enable, disable, secret, remove.');
}
