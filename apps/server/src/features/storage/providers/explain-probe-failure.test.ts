import { describe, expect, it } from 'vitest';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { explainProbeFailure } from './explain-probe-failure.ts';

const unavailable = (cause: unknown): SluiceError =>
  new SluiceError('storage/unavailable', { status: 503, message: 'It cannot be used.', cause });
const coded = (code: string): Error => Object.assign(new Error(`connect ${code} 192.0.2.1:443`), { code });

describe('a failed probe', () => {
  it.each([
    [new Error('InvalidAccessKeyId: No.'), 'wrong_key'],
    [new Error('SignatureDoesNotMatch: No.'), 'wrong_key'],
    [new Error('AuthenticationFailed: Server failed to authenticate the request.'), 'wrong_key'],
    [new Error('invalid_grant: Invalid JWT Signature.'), 'wrong_key'],
    [new Error('RequestTimeTooSkewed: The difference is too large.'), 'clock_skew'],
    [new Error('NoSuchBucket: The specified bucket does not exist'), 'no_bucket'],
    [new Error('ContainerNotFound: The specified container does not exist.'), 'no_bucket'],
    [new Error('AccessDenied: Access Denied'), 'no_permission'],
    [new Error('AuthorizationPermissionMismatch: No.'), 'no_permission'],
    [coded('ECONNREFUSED'), 'unreachable'],
    [new AggregateError([coded('ENETUNREACH'), coded('ETIMEDOUT')]), 'unreachable'],
    [coded('ENOTFOUND'), 'unreachable'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    [coded('ENOSPC'), 'disk_full'],
    [coded('EROFS'), 'read_only'],
    [coded('EACCES'), 'no_permission'],
    [coded('ENOTDIR'), 'no_folder'],
    [new Error('something else'), 'failed'],
  ])('by %s is told as %s', (cause, code) => {
    expect(explainProbeFailure('write', unavailable(cause))).toMatchObject({ ok: false, code });
  });

  it('says which right is missing', () => {
    const denied = unavailable(new Error('AccessDenied: No.'));
    expect(explainProbeFailure('delete', denied).message).toBe(
      'The credentials may not delete objects: give them that right.',
    );
  });
});
