import { SluiceError } from '../../../ports/sluice-error.ts';
import { explainBucketError, type StoreSigns } from '../explain-bucket-error.ts';

/** Azure's codes under the names by which every bucket's failures are told. */
const COMMON_NAMES: Readonly<Record<string, string>> = {
  ContainerNotFound: 'NoSuchBucket',
  BlobAlreadyExists: 'ConditionalRequestConflict',
  ConditionNotMet: 'ConditionalRequestConflict',
  AuthenticationFailed: 'AccessDenied',
  AuthorizationFailure: 'AccessDenied',
  RequestBodyTooLarge: 'EntityTooLarge',
  BlockCountExceedsLimit: 'EntityTooLarge',
};

/** The store's words for an answer of Azure, or for the lack of one. */
export function explainAzureError(signs: StoreSigns, key: string, error: unknown): SluiceError {
  if (error instanceof SluiceError) return error;
  const { code, status } = answerOf(error);
  const name = COMMON_NAMES[code] ?? code;
  // The SDK's sentence and object may carry the whole exchange: the code says enough.
  const failure = Object.assign(new Error(status === undefined ? code : `answered ${status}`), { name });
  // A lease of somebody else is 412 too, which says nothing about whether the key is taken.
  if (status === undefined || (status === 412 && name === code)) return explainBucketError(signs, key, failure);
  return explainBucketError(signs, key, Object.assign(failure, { $metadata: { httpStatusCode: status } }));
}

/** Of the SDK's error, or of our own reader's. */
function answerOf(error: unknown): { readonly code: string; readonly status: number | undefined } {
  const {
    name = 'Error',
    code,
    statusCode,
    $metadata,
  } = (error ?? {}) as {
    readonly name?: string;
    readonly code?: string;
    readonly statusCode?: number;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return { code: typeof code === 'string' ? code : name, status: statusCode ?? $metadata?.httpStatusCode };
}
