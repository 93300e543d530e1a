import { resolve } from 'node:path';
import type { ProviderForm } from '@sluice/contract';
import type { ProviderSettings } from '../../../ports/provider-settings.ts';

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
      const { clientEmail, privateKey, accessId = '', secret = '' } = credentials;
      const isAccount = clientEmail !== undefined && privateKey !== undefined;
      const shown = isAccount ? { clientEmail, privateKey } : { accessId, secret };
      return { name, type, ...(settings as Bucket), credentials: shown };
    }
    case 'azure': {
      const { accountKey, sasToken = '' } = credentials;
      const shown = accountKey === undefined ? { sasToken } : { accountKey };
      return { name, type, ...(settings as Bucket & { account: string; container: string }), credentials: shown };
    }
  }
}
