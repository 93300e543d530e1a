/** What the command line asks of access tokens and their environments. */
export type TokenOrder =
  | {
      readonly act: 'create-token';
      readonly environment: string;
      readonly tokenName: string;
      /** Empty: all of them. */
      readonly permissions: readonly string[];
    }
  | { readonly act: 'list-tokens' }
  | { readonly act: 'delete-token'; readonly id: string }
  | { readonly act: 'create-environment'; readonly environment: string }
  | { readonly act: 'list-environments' };

export type TokenOrderParsing =
  | { readonly ok: true; readonly order: TokenOrder }
  | { readonly ok: false; readonly sentence: string };

export const tokenOptions = {
  environment: { type: 'string' },
  name: { type: 'string' },
  permission: { type: 'string', multiple: true },
} as const;

/** Values of {@link tokenOptions}. */
export interface TokenValues {
  readonly environment?: string | undefined;
  readonly name?: string | undefined;
  readonly permission?: readonly string[] | undefined;
}

const permissions = ['video:read', 'video:write', 'system:read', 'system:write'];

const mistake = (sentence: string): TokenOrderParsing => ({ ok: false, sentence });
const good = (order: TokenOrder): TokenOrderParsing => ({ ok: true, order });

const isName = (text: string): boolean => text.trim() !== '' && text.length <= 100 && !/\p{Cc}/u.test(text);

function createToken({ environment = 'production', name = 'access token', permission = [] }: TokenValues) {
  const unknown = permission.flatMap((text) => text.split(',')).filter((word) => !permissions.includes(word));
  if (unknown.length > 0) return mistake(`--permission takes ${permissions.join(', ')}.`);
  if (!isName(environment) || !isName(name)) return mistake('A name has 1 to 100 characters.');
  const given = permission.flatMap((text) => text.split(','));
  return good({ act: 'create-token', environment, tokenName: name, permissions: given });
}

/** The words after `access-tokens`. */
export function parseTokenOrder(words: readonly string[], values: TokenValues): TokenOrderParsing {
  const [act, id = '', ...others] = words;
  if (act === 'create' && id === '') return createToken(values);
  if (act === 'list' && id === '') return good({ act: 'list-tokens' });
  if (act === 'delete' && id !== '' && others.length === 0) {
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
    return isId ? good({ act: 'delete-token', id: id.toLowerCase() }) : mistake('delete needs the id of a token.');
  }
  return mistake('access-tokens takes create, list or delete ID.');
}

/** The words after `environments`. */
export function parseEnvironmentOrder(words: readonly string[]): TokenOrderParsing {
  const [act, environment = '', ...others] = words;
  if (act === 'list' && environment === '') return good({ act: 'list-environments' });
  if (act !== 'create' || others.length > 0) return mistake('environments takes list or create NAME.');
  return isName(environment)
    ? good({ act: 'create-environment', environment })
    : mistake('A name has 1 to 100 characters.');
}
