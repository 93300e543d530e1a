import { resolve } from 'node:path';
import type { ProviderForm } from '@sluice/contract';
import type { GcsProviderSettings, ProviderSettings } from '../../../ports/provider-settings.ts';

type Bucket = { bucket: string; endpoint?: string; publicEndpoint?: string; prefix?: string };

/**
 * What its adapter is told. The form was checked when it was stored, so that its fields are those of its type.
 * `folder`: where relative roots lie.
 */
export function providerSettingsOf(
  name: string,
  { type, settings, credentials }: ProviderForm,
  folder: string,
): ProviderSettings {
  switch (type) {
    case 'fs':
      return { name, type, root: resolve(folder, String(settings.root)) };
    case 's3': {
      const { accessKeyId = '', secretAccessKey = '', sessionToken } = credentials;
      const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
      return { name, type, region: 'us-east-1', ...(settings as Bucket), ...keys };
    }
    case 'gcs': {
      return { name, type, ...(settings as Bucket), credentials: gcsCredentialsOf(credentials) };
    }
    case 'azure': {
      const { accountKey, sasToken = '' } = credentials;
      const shown = accountKey === undefined ? { sasToken } : { accountKey };
      return { name, type, ...(settings as Bucket & { account: string; container: string }), credentials: shown };
    }
  }
}

/** A service account where there is one, with the HMAC key that may be beside it. */
function gcsCredentialsOf(credentials: ProviderForm['credentials']): GcsProviderSettings['credentials'] {
  const { clientEmail, privateKey, accessId = '', secret = '' } = credentials;
  const hmac = { accessId, secret };
  if (clientEmail === undefined || privateKey === undefined) return hmac;
  return { clientEmail, privateKey, ...(secret === '' ? {} : { signingKey: hmac }) };
}
