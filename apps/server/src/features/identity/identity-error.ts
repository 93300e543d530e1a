import { SluiceError } from '../../ports/sluice-error.ts';

/** What is wrong with one member of a body. */
export interface Fault {
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: string;
}

const refuse = (status: number, code: string, message: string, details = {}): SluiceError =>
  new SluiceError(`identity/${code}`, { status, message, details });

/** The refusals of LynxVizion contract §6, in its words. */
export const identityErrors = {
  missingHeader: () => refuse(401, 'missing-authorization', 'Missing Authorization header'),
  invalidHeader: () => refuse(401, 'invalid-authorization', 'Invalid Authorization header'),
  invalidKey: () => refuse(401, 'invalid-user-key', 'Invalid or inactive API key'),
  invalidToken: () => refuse(401, 'invalid-token', 'Invalid token'),
  tokenExpired: () => refuse(401, 'token-expired', 'Token expired'),
  unsignedEvent: () => refuse(401, 'unsigned-event', 'Invalid webhook signature'),
  userNotFound: () => refuse(401, 'user-not-found', 'User not found'),
  signInRequired: () => refuse(403, 'sign-in-required', 'Interactive sign-in required'),
  notTheirs: () => refuse(403, 'not-theirs', 'Resource does not belong to this user'),
  storagePath: () => refuse(403, 'storage-path', 'Storage path does not belong to this user'),
  /** `thing` as a sentence begins with it. */
  notFound: (thing: string) => refuse(404, 'not-found', `${thing} not found`),
  keyNotFound: () => refuse(404, 'key-not-found', 'API key not found'),
  tooManyKeys: () => refuse(409, 'too-many-keys', 'API key limit reached'),
  invalidBody: (faults: readonly Fault[]) => refuse(422, 'invalid-body', 'The body cannot be read.', { faults }),
  tooManyFailures: (retryAfterSeconds: number) =>
    refuse(429, 'too-many-failures', 'Too many failed attempts', { retryAfterSeconds }),
  /** Not the caller's fault: what would be needed to know them is out of reach. */
  unavailable: (cause?: unknown) =>
    new SluiceError('identity/unavailable', {
      status: 503,
      message: 'Authentication service unavailable',
      details: { retryAfterSeconds: 5 },
      cause,
    }),
} as const;
