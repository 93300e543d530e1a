import { type JobType, jobTypes } from '@sluice/contract';
import { SluiceError } from '../../ports/sluice-error.ts';
import { isAssetId } from '../assets/index.ts';
import type { CanonicalFields } from './option-fields.ts';
import { canonicalOptions } from './parse-options.ts';
import { isRecordingJob, recordingHash, recordingProblem } from './recording-source.ts';

/** A request for work, as checked. */
export interface JobOrder {
  readonly type: JobType;
  readonly hash: string;
  readonly source: string;
  /** Whose object the source is; null: the source store of the settings. */
  readonly provider: string | null;
  /** In canonical form. */
  readonly options: CanonicalFields;
  readonly callbackUrl: string | null;
  /** Who named that address; null for the operator. */
  readonly callbackUserId: string | null;
}

const MAX_URL_LENGTH = 2048;
const bodyFields: ReadonlySet<string> = new Set(['type', 'hash', 'source', 'provider', 'options', 'callback_url']);

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

function checkSource(type: JobType, source: string): void {
  if (source === '') throw refuse('source-missing', 'source is required');
  const problem = isRecordingJob(type) ? recordingProblem(source) : null;
  if (problem !== null) throw refuse('invalid-source', problem);
}

/** The store of the settings has a name as well. */
const providerOf = (name: string): string | null => (name === '' || name === 'source' ? null : name);

function checkRegions({ regions }: CanonicalFields, maxRegions: number): void {
  if (Array.isArray(regions) && regions.length > maxRegions) {
    throw refuse('invalid-options', `invalid options: regions must be at most ${maxRegions} (REDACT_MAX_REGIONS)`);
  }
}

const isJobType = (type: string): type is JobType => jobTypes.some((known) => known === type);

/** Body of `POST /api/jobs`; checks run in the order of Vylux contract §7.1, the first failure answers. */
export function parseCreateBody(bytes: Uint8Array, maxRegions: number): Omit<JobOrder, 'callbackUserId'> {
  const body = parseJson(bytes);
  const [type, givenHash, source, callbackUrl, givenProvider] = [
    ...['type', 'hash', 'source', 'callback_url', 'provider'],
  ].map((name) => textOf(body, name)) as [string, string, string, string, string];
  if (!isJobType(type)) throw refuse('unsupported-type', `unsupported job type: ${JSON.stringify(type.slice(0, 100))}`);
  const provider = providerOf(givenProvider);
  const hash = givenHash === '' && isRecordingJob(type) ? recordingHash(provider, source) : givenHash;
  checkHash(hash);
  checkSource(type, source);
  checkCallback(callbackUrl);
  const options = canonicalOptions(type, body.options);
  if (!options.ok) throw refuse('invalid-options', `invalid options: ${options.problem}`);
  checkRegions(options.fields, maxRegions);
  return {
    type,
    hash,
    source,
    provider,
    options: options.fields,
    callbackUrl: callbackUrl === '' ? null : callbackUrl,
  };
}
