import { signByDayKey } from './day-key.ts';
import { createPresignBy, type Presign } from './presign.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

/**
 * AWS Signature Version 4 in query parameters, for one account and region.
 * Source: docs.aws.amazon.com, “Authenticating Requests: Using Query Parameters (AWS Signature Version 4)”.
 */
export function createPresign(credentials: Credentials, region: string): Presign {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const scope = `${region}/s3/aws4_request`;
  return createPresignBy({
    algorithm: 'AWS4-HMAC-SHA256',
    vendor: 'Amz',
    identity: accessKeyId,
    scope,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    signatureOf: signByDayKey(`AWS4${secretAccessKey}`, scope),
  });
}
