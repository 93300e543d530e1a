import { flag, integer, list, rsaPublicKey, text, trustedUrl, webhookSecret } from '../setting.ts';

import { setting } from './setting-row.ts';

/** Users, their keys and their identity provider. */
export const identitySettings = {
  CLERK_ISSUER: setting<string>({
    read: trustedUrl,
    default: '',
    defaultText: 'none; JWTs of users are refused',
    about:
      'Issuer of the JWTs that users sign in with, exactly as their `iss` has it: the Frontend API of Clerk, or another that follows OpenID Connect with RS256. `https`; `http` on this machine alone.',
  }),
  CLERK_JWKS_URL: setting<string>({
    read: trustedUrl,
    default: '',
    defaultText: 'CLERK_ISSUER/.well-known/jwks.json',
    about:
      'Key set of that issuer, kept for five minutes, and for a day where it cannot be had. In a private network only where OUTGOING_PRIVATE_NETWORKS names that.',
  }),
  CLERK_JWT_KEY: setting<string>({
    read: rsaPublicKey,
    default: '',
    defaultText: 'none; the key set is fetched',
    about: 'The one public key of that issuer in PEM form, for a process that asks nobody.',
  }),
  CLERK_AUTHORIZED_PARTIES: setting<readonly string[]>({
    read: list,
    default: [],
    defaultText: 'none; not checked',
    about:
      'Origins of your sites, joined by commas: one of them must be the `azp` of a JWT, and their pages may call the routes of users (CORS).',
  }),
  CLERK_AUDIENCE: setting<readonly string[]>({
    read: list,
    default: [],
    defaultText: 'none; not checked',
    about: 'Texts, joined by commas, of which one must be in the `aud` of a JWT.',
  }),
  CLERK_CLOCK_SKEW_S: setting<number>({
    read: integer(0, 300),
    default: 5,
    unit: 'seconds',
    about: 'Leeway on start, issue and end of a JWT.',
  }),
  CLERK_SECRET_KEY: setting<string>({
    read: text,
    default: '',
    secret: 'identity',
    defaultText: 'none; the back end of the issuer is not asked',
    about:
      'Key of Clerk’s Backend API, where the UUID of a user who was not seen before is looked up and written back.',
  }),
  CLERK_WEBHOOK_SECRET: setting<string>({
    read: webhookSecret,
    default: '',
    secret: 'identity-webhook',
    defaultText: 'none; `/api/webhooks/clerk` refuses everything',
    about:
      'Signing secret `whsec_…` of the webhook by which Clerk tells `/api/webhooks/clerk` of changed and deleted users.',
  }),
  CLERK_API_URL: setting<string>({
    read: trustedUrl,
    default: 'https://api.clerk.com',
    about: 'Address of that API.',
  }),
  LVZ_KEYS_REQUIRE_JWT: setting<boolean>({
    read: flag,
    default: false,
    about: 'Refuse API keys of users on `/api/keys`, so that only who is signed in can make and remove keys.',
  }),
  BOOTSTRAP_FILE: setting<string>({
    read: text,
    default: '',
    defaultText: 'none',
    about:
      'JSON file of users with their API keys, and of storage providers and accounts, that a deployment is to have from its start: see docs/guide/users.md and docs/guide/storage.md. Read with every start.',
  }),
} as const;
