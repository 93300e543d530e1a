import type { ProviderCheck } from '@sluice/contract';
import { SluiceError } from '../../../ports/sluice-error.ts';

/** What a probe does to a store, in this order. */
export type ProbeStep = 'open' | 'write' | 'read' | 'read-range' | 'presign' | 'delete';

interface Diagnosis {
  readonly code: string;
  readonly pattern: RegExp;
  readonly message: string;
}

/** Names and codes of the vendors' errors and of Node.js; the first that fits decides. */
const diagnoses: readonly Diagnosis[] = [
  {
    code: 'clock_skew',
    pattern: /RequestTimeTooSkewed|RequestExpired|not within.*(clock|time)|time.*skew|reasonable timeframe/i,
    message: 'The clock of this machine differs too much from that of the provider: set it by NTP.',
  },
  {
    code: 'no_bucket',
    pattern:
      /NoSuchBucket|ContainerNotFound|bucket does not exist|container does not exist|is no bucket|is no container/i,
    message: 'There is no such bucket or container: create it or correct its name.',
  },
  {
    code: 'wrong_key',
    pattern:
      /InvalidAccessKeyId|SignatureDoesNotMatch|AuthenticationFailed|InvalidAuthenticationInfo|invalid_grant|invalid_client|unauthorized_client|ExpiredToken|InvalidToken|AuthorizationHeaderMalformed|InvalidSecurity|NotSignedUp|Unauthorized|cannot be decrypted/,
    message: 'The provider does not know the access key, or its secret is wrong: correct the credentials.',
  },
  {
    code: 'tls',
    pattern:
      /CERT_|certificate|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|EPROTO|wrong version number|tls|HOSTNAME_MISMATCH/i,
    message: 'No trusted TLS connection to the provider can be made: check its certificate and http or https.',
  },
  {
    code: 'unreachable',
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|TimeoutError|socket hang up|does not answer|UND_ERR/,
    message: 'The provider cannot be reached: check the endpoint, name resolution and network.',
  },
  {
    code: 'disk_full',
    pattern: /ENOSPC|EDQUOT|QuotaExceeded|InsufficientStorage|XMinioStorageFull/,
    message: 'The storage is full: free some space.',
  },
  {
    code: 'read_only',
    pattern: /EROFS|read-only|ReadOnly/i,
    message: 'The storage can only be read: writing is refused.',
  },
  {
    code: 'no_permission',
    pattern:
      /AccessDenied|AllAccessDisabled|AuthorizationPermissionMismatch|AuthorizationFailure|AccountIsDisabled|Forbidden|EACCES|EPERM|refuses our credentials/,
    message: '',
  },
  {
    code: 'no_folder',
    pattern: /ENOENT|ENOTDIR|exists and is a folder/,
    message: 'The folder does not exist: create it, and let the server write to it.',
  },
];

const verbs: Readonly<Record<ProbeStep, string>> = {
  open: 'open the storage',
  write: 'write objects',
  read: 'read objects',
  'read-range': 'read a part of an object',
  presign: 'sign URLs',
  delete: 'delete objects',
};

/** Everything that the error and what caused it say of themselves. */
export function wordsOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return String(error).slice(0, 500);
  const inner = error instanceof AggregateError ? error.errors : [];
  const code = 'code' in error ? String(error.code) : '';
  const causes = [...inner, ...(error.cause === undefined ? [] : [error.cause])];
  const own = `${error.name} ${code} ${error.message.slice(0, 500)}`;
  return [own, ...causes.map((cause) => wordsOf(cause, depth + 1))].join(' ');
}

/** What is wrong with a store in which `step` failed, in one sentence. */
export function explainProbeFailure(step: ProbeStep, error: unknown): ProviderCheck {
  const words = wordsOf(error);
  const found = diagnoses.find(({ pattern }) => pattern.test(words));
  if (found?.code === 'no_permission') {
    return { ok: false, code: found.code, message: `The credentials may not ${verbs[step]}: give them that right.` };
  }
  if (found !== undefined) return { ok: false, code: found.code, message: found.message };
  const told = error instanceof SluiceError ? error.message : 'the answer of the provider was not understood.';
  return { ok: false, code: step === 'presign' ? 'presign' : 'failed', message: `Cannot ${verbs[step]}: ${told}` };
}
