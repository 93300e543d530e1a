import { parseArgs } from 'node:util';
import { type EdgeNginxOrder, edgeNginxOptions, parseEdgeNginx } from './edge-nginx-order.ts';
import { type ExplainQuestion, parseExplainQuestion } from './explain-question.ts';
import { parseAccountsOrder, parseProvidersOrder, type StorageOrder, storageOptions } from './storage-order.ts';
import {
  parseEnvironmentOrder,
  parseTokenOrder,
  type TokenOrder,
  type TokenOrderParsing,
  tokenOptions,
} from './token-order.ts';

const roles = ['all', 'api', 'worker', 'edge', 'rtc'] as const;
type Role = (typeof roles)[number];

export type Command =
  | { readonly name: 'serve'; readonly roles: readonly Role[] | null }
  /** Serves, and processes these files meanwhile; none: the bundled sample where nothing exists yet. */
  | { readonly name: 'start'; readonly files: readonly string[] }
  /** Headers as `Name: value`; `at` is a Unix second. */
  | ({ readonly name: 'explain' } & ExplainQuestion)
  | { readonly name: 'report'; readonly jobId: string }
  | ({ readonly name: 'edge-nginx' } & EdgeNginxOrder)
  | { readonly name: 'storage'; readonly order: StorageOrder }
  | { readonly name: 'tokens'; readonly order: TokenOrder }
  | { readonly name: 'openapi' }
  | { readonly name: 'config'; readonly isReference: boolean }
  | { readonly name: 'version' }
  | { readonly name: 'help' }
  | { readonly name: 'mistake'; readonly sentence: string };

export const usage = `Usage: sluice COMMAND

  serve [--role ROLE]…    serve; roles: ${roles.join(', ')}; all is the default
  start [FILE…]           serve and process the files, then print where to watch them
  process FILE…           the same
  explain URL [--header 'NAME: VALUE']… [--method METHOD] [--ip ADDRESS] [--at TIME]
                          ask the running server why it lets a request through, or why not
  report JOB_ID           print what a job made of its source
  edge nginx --dir DIR [--origin URL] [--listen ADDRESS:PORT] [--state DIR] [--media DIR] [--user NAME]
             [--cache-size BYTES] [--no-start | --once]
                          run Debian's nginx as an edge before the origin
  providers list | check NAME | remove NAME [--force]
  providers add NAME TYPE FIELD=VALUE… [--file FILE]
                          storages of the running server; FILE: JSON with more fields, - for the standard input
  accounts list | enable NAME | disable NAME | secret NAME | remove NAME
  accounts add NAME --provider NAME [--also NAME]… [--directory DIR] [--days DAYS]
               [--derive thumbnail,sprite]
                          who may use them, each with a key and a secret
  access-tokens create [--environment NAME] [--name NAME] [--permission PERMISSION]…
                          make a token for the video API and print it: its secret is shown once
  access-tokens list      list them, without their secrets
  access-tokens delete ID delete one; it opens nothing from then on
  environments create NAME | list
                          what tokens, keys and spaces belong to
  config [--reference]    print the settings in force, or the reference of all settings
  openapi                 print the OpenAPI document of the HTTP API
  --version               print the version
`;

const mistake = (sentence: string): Command => ({ name: 'mistake', sentence });

function parseRoles(given: readonly string[]): readonly Role[] | null {
  const words = given.flatMap((text) => text.split(','));
  const known = words.flatMap((word) => roles.filter((role) => role === word));
  return known.length === words.length ? known : null;
}

function serve(given: readonly string[] | undefined): Command {
  if (given === undefined) return { name: 'serve', roles: null };
  const parsed = parseRoles(given);
  return parsed === null ? mistake(`--role takes ${roles.join(', ')}.`) : { name: 'serve', roles: parsed };
}

function explain(rest: readonly string[], values: ReturnType<typeof parse>['values']): Command {
  const [url, ...others] = rest;
  if (url === undefined || others.length > 0) return mistake('explain needs one URL; put it in quotes.');
  const question = parseExplainQuestion(url, values);
  return question.ok ? { name: 'explain', ...question.question } : mistake(question.sentence);
}

function report([jobId, ...others]: readonly string[]): Command {
  return jobId === undefined || others.length > 0
    ? mistake('report needs the id of one job.')
    : { name: 'report', jobId };
}

function edge([engine, ...others]: readonly string[], values: ReturnType<typeof parse>['values']): Command {
  if (engine !== 'nginx' || others.length > 0) return mistake('edge takes one word: nginx.');
  const order = parseEdgeNginx(values);
  return order.ok ? { name: 'edge-nginx', ...order.order } : mistake(order.sentence);
}

function storage(parsed: ReturnType<typeof parseProvidersOrder>): Command {
  return parsed.ok ? { name: 'storage', order: parsed.order } : mistake(parsed.sentence);
}
const tokens = (parsing: TokenOrderParsing): Command =>
  parsing.ok ? { name: 'tokens', order: parsing.order } : mistake(parsing.sentence);

/** The command line without program and script. */
export function parseCommand(argv: readonly string[]): Command {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    return mistake(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'The command line cannot be read.');
  }
  const { values, positionals } = parsed;
  const [name = '', ...rest] = positionals;
  if (values.version) return { name: 'version' };
  if (values.help || name === 'help' || argv.length === 0) return { name: 'help' };
  switch (name) {
    case 'serve':
      return rest.length > 0 ? mistake('serve takes no file; use start FILE.') : serve(values.role);
    case 'start':
      return { name, files: rest };
    case 'process':
      return rest.length === 0 ? mistake('process needs a file.') : { name: 'start', files: rest };
    case 'explain':
      return explain(rest, values);
    case 'report':
      return report(rest);
    case 'edge':
      return edge(rest, values);
    case 'providers':
      return storage(parseProvidersOrder(rest, values));
    case 'accounts':
      return storage(parseAccountsOrder(rest, values));
    case 'access-tokens':
      return tokens(parseTokenOrder(rest, values));
    case 'environments':
      return tokens(parseEnvironmentOrder(rest));
    case 'openapi':
      return { name };
    case 'config':
      return { name, isReference: values.reference === true };
    default:
      return mistake(`There is no command ${JSON.stringify(name)}.`);
  }
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      role: { type: 'string', multiple: true },
      reference: { type: 'boolean' },
      header: { type: 'string', multiple: true },
      method: { type: 'string' },
      ip: { type: 'string' },
      at: { type: 'string' },
      ...edgeNginxOptions,
      ...storageOptions,
      ...tokenOptions,
      version: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
