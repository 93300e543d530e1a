import { type JobType, jobTypes } from '@sluice/contract';
import { SluiceError } from '../../ports/sluice-error.ts';
import { isAssetId } from '../assets/index.ts';
import type { CanonicalFields } from './option-fields.ts';
import { canonicalOptions } from './parse-options.ts';

/** A request for work, as checked. */
export interface JobOrder {
  readonly type: JobType;
  readonly hash: string;
  readonly source: string;
  /** In canonical form. */
  readonly options: CanonicalFields;
  readonly callbackUrl: string | null;
}

const MAX_URL_LENGTH = 2048;
const bodyFields: ReadonlySet<string> = new Set(['type', 'hash', 'source', 'options', 'callback_url']);

const refuse = (code: string, message: string): SluiceError =>
  new SluiceError(`jobs/${code}`, { status: 400, message });

type RawBody = Readonly<Record<string, unknown>>;

function parseJson(bytes: Uint8Array): RawBody {
  const invalid = refuse('invalid-body', 'invalid JSON body');
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalid;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid;
  if (Object.keys(body).some((name) => !bodyFields.has(name))) throw invalid;
  return body as RawBody;
}

/** Null and absent are the empty text, as in the reference decoder. */
function textOf(body: RawBody, name: string): string {
  const value = body[name] ?? '';
  if (typeof value !== 'string') throw refuse('invalid-body', 'invalid JSON body');
  return value;
}

function checkHash(hash: string): void {
  if (hash === '') throw refuse('hash-missing', 'hash is required');
  if (!isAssetId(hash)) throw refuse('invalid-hash', 'hash must be 1 to 128 of the characters A-Z a-z 0-9 . _ : -');
}

function checkCallback(url: string): void {
  if (url === '') return;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw refuse('invalid-callback', 'callback_url must use http:// or https://');
  }
  if (scheme !== undefined && !/^https?:\/\/[^/?#]/i.test(url)) {
    throw refuse('invalid-callback', 'callback_url must include a host');
  }
  if (scheme === undefined || url.length > MAX_URL_LENGTH || !URL.canParse(url)) {
    throw refuse('invalid-callback', 'callback_url must be a valid URL: it cannot be parsed as an absolute URL');
  }
}

const isJobType = (type: string): type is JobType => jobTypes.some((known) => known === type);

/** Body of `POST /api/jobs`; checks run in the order of Vylux contract §7.1, the first failure answers. */
export function parseCreateBody(bytes: Uint8Array): JobOrder {
  const body = parseJson(bytes);
  const [type, hash, source, callbackUrl] = ['type', 'hash', 'source', 'callback_url'].map((name) =>
    textOf(body, name),
  ) as [string, string, string, string];
  if (!isJobType(type)) throw refuse('unsupported-type', `unsupported job type: ${JSON.stringify(type.slice(0, 100))}`);
  checkHash(hash);
  if (source === '') throw refuse('source-missing', 'source is required');
  checkCallback(callbackUrl);
  const options = canonicalOptions(type, body.options);
  if (!options.ok) throw refuse('invalid-options', `invalid options: ${options.problem}`);
  return { type, hash, source, options: options.fields, callbackUrl: callbackUrl === '' ? null : callbackUrl };
}
