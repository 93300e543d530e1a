import type { AzureProviderSettings } from '../ports/provider-settings.ts';

/** What a connection string tells of an account. */
export type AzureAccount = Pick<AzureProviderSettings, 'account' | 'credentials' | 'endpoint'>;

/**
 * A connection string as Azure's portal gives it: `AccountName=…;AccountKey=…`, with `EndpointSuffix` or `BlobEndpoint`
 * where needed, or `BlobEndpoint=…;SharedAccessSignature=…`. Null for anything else.
 */
export function parseAzureConnectionString(raw: string): AzureAccount | null {
  const fields = new Map(
    raw.split(';').map((part) => [part.split('=')[0]?.trim() ?? '', part.split('=').slice(1).join('=').trim()]),
  );
  const get = (name: string): string => fields.get(name) ?? '';
  const [sas, accountKey] = [get('SharedAccessSignature').replace(/^\?/, ''), get('AccountKey')];
  const endpoint = get('BlobEndpoint').replace(/\/+$/, '') || endpointFrom(get);
  if (!URL.canParse(endpoint) || !/^https?:/.test(endpoint)) return null;
  const account = get('AccountName') || (new URL(endpoint).hostname.split('.')[0] ?? '');
  if (sas !== '') return { account, endpoint, credentials: { sasToken: sas } };
  const isKey = get('AccountName') !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(accountKey);
  return isKey ? { account, endpoint, credentials: { accountKey } } : null;
}

function endpointFrom(get: (name: string) => string): string {
  if (get('AccountName') === '') return '';
  const scheme = get('DefaultEndpointsProtocol') || 'https';
  return `${scheme}://${get('AccountName')}.blob.${get('EndpointSuffix') || 'core.windows.net'}`;
}
