import { expect, it } from 'vitest';
import { providerSettingsOf } from './provider-settings-of.ts';

const hmac = { accessId: 'GOOG1E', secret: 's' };
const account = { clientEmail: 'a@b', privateKey: 'pem' };

it.each([
  [hmac, hmac],
  [account, account],
  [
    { ...account, ...hmac },
    { ...account, signingKey: hmac },
  ],
])('Google’s credentials %j are given as %j', (credentials, expected) => {
  const form = { type: 'gcs', settings: { bucket: 'b' }, credentials } as const;
  expect(providerSettingsOf('cloud', form, '/')).toEqual({
    ...{ name: 'cloud', type: 'gcs', bucket: 'b' },
    credentials: expected,
  });
});
