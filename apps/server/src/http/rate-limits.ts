import { createHash } from 'node:crypto';
import type { RouteId } from '@sluice/contract';
import type { Clock } from '../ports/clock.ts';
import type { HttpRequest } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { createFixedWindow } from './fixed-window.ts';
import { createSharedWindow, type TellCalls } from './shared-window.ts';

const WINDOW_SECONDS = 60;

/** Callers are kept as digests: no credential stays anywhere because of a counter. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A user whichever credential they show. */
const byHolder = ({ grant, headers }: HttpRequest): string =>
  digest(grant?.resource.kind === 'user' ? `user ${grant.resource.userId}` : (headers['x-api-key'] ?? ''));

const byAccount = ({ accountCall }: HttpRequest): string => digest(accountCall?.account.id ?? '');
const byAddress = ({ remoteAddress }: HttpRequest): string => digest(remoteAddress);

function byTokenOrAddress({ headers, remoteAddress }: HttpRequest): string {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return token === undefined ? `ip:${digest(remoteAddress)}` : `token:${digest(token)}`;
}

/** The calls of a caller in the running minute, in all processes, this one included. */
export type CountCall = (scope: string, caller: string) => Promise<number>;

export interface RateLimitOptions {
  readonly clock: Clock;
  /** Null where no such route is served. */
  readonly countCall: CountCall | null;
  /** Null where processes know nothing of each other. */
  readonly tellCalls: TellCalls | null;
  /** Calls a minute; 0 sets no limit. */
  readonly jobsPerMinute: number;
  readonly keysPerMinute: number;
  readonly publicPerMinute: number;
  /** Told that calls could not be counted: they are let through. */
  readonly reportFailure: (error: unknown) => void;
  /** Once aborted, other processes are told of no calls any more. */
  readonly signal: AbortSignal;
}

/** Kerberos Vault contract §6.6, §10.3: of an account, and of an address that asks whether a URL is good. */
const VAULT_CALLS = { single: 600, bulk: 60, validate: 60 } as const;

interface Limit {
  readonly admits: (caller: string) => boolean | Promise<boolean>;
  readonly callerOf: (request: HttpRequest) => string;
}

const tooMany = (): SluiceError =>
  new SluiceError('http/too-many-requests', {
    status: 429,
    message: 'Too Many Requests',
    details: { retryAfterSeconds: WINDOW_SECONDS },
  });

interface SharedLimit {
  readonly scope: string;
  readonly perMinute: number;
  readonly callerOf: Limit['callerOf'];
}

/** Of all processes together. */
function sharedLimit(
  { reportFailure }: RateLimitOptions,
  countCall: CountCall,
  { scope, perMinute, callerOf }: SharedLimit,
): Limit {
  return {
    callerOf,
    async admits(caller) {
      try {
        return (await countCall(scope, caller)) <= perMinute;
      } catch (error) {
        reportFailure(error);
        return true;
      }
    },
  };
}

/** Of this process alone: players ask for keys while a film starts, and shall not wait for a database. */
function keyLimit({ clock, keysPerMinute }: RateLimitOptions): Limit {
  const window = createFixedWindow(clock, keysPerMinute);
  return { callerOf: byTokenOrAddress, admits: (caller) => window.admit(caller) };
}

/** LynxVizion contract §7: the same for all that is shown without a credential. Players wait for no database here either. */
function publicLimit(options: RateLimitOptions): Limit {
  const { clock, publicPerMinute: limitPerMinute, tellCalls } = options;
  const window =
    tellCalls === null
      ? createFixedWindow(clock, limitPerMinute)
      : createSharedWindow({ ...options, scope: 'public', limitPerMinute, tellCalls });
  return { callerOf: byAddress, admits: (caller) => window.admit(caller) };
}

/** The limits of Vylux contract §14 and LynxVizion contract §7; null for a route that has none. A refusal is a 429 with `Retry-After`. */
export function createRateLimits(
  options: RateLimitOptions,
): (id: RouteId, request: HttpRequest) => Promise<void> | null {
  const { countCall, jobsPerMinute } = options;
  const shared = (scope: string, perMinute: number, callerOf: Limit['callerOf']): Limit | undefined =>
    perMinute === 0 || countCall === null ? undefined : sharedLimit(options, countCall, { scope, perMinute, callerOf });
  const jobs = shared('jobs', jobsPerMinute, byHolder);
  const keys = options.keysPerMinute === 0 ? undefined : keyLimit(options);
  const shown = options.publicPerMinute === 0 ? undefined : publicLimit(options);
  const limits: { readonly [Id in RouteId]?: Limit | undefined } = {
    createJob: jobs,
    retryJob: jobs,
    registerUpload: jobs,
    readMediaKey: keys,
    readClearKeyLicence: keys,
    signStorageUrl: shared('vault-single', VAULT_CALLS.single, byAccount),
    listOwnStorageUrls: shared('vault-list', VAULT_CALLS.single, byAccount),
    presignUpload: shared('vault-upload', VAULT_CALLS.single, byAccount),
    createUploadGrant: shared('vault-upload', VAULT_CALLS.single, byAccount),
    signStorageUrls: shared('vault-bulk', VAULT_CALLS.bulk, byAccount),
    readRecordingMetadata: shared('vault-bulk', VAULT_CALLS.bulk, byAccount),
    validateStorageUrl: shared('vault-validate', VAULT_CALLS.validate, byAddress),
    readPlaybackThumbnail: shown,
    readPlaybackStream: shown,
    readPlaybackPlaylist: shown,
    readPlaybackDirect: shown,
    readSharedReport: shown,
    readSharedCover: shown,
    readSharedBitrates: shown,
    reportPage: shown,
  };
  const check = async ({ admits, callerOf }: Limit, request: HttpRequest): Promise<void> => {
    if (!(await admits(callerOf(request)))) throw tooMany();
  };
  return (id, request) => {
    const limit = limits[id];
    return limit === undefined ? null : check(limit, request);
  };
}
