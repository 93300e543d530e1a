import { type Static, type TSchema, Type } from 'typebox';

/** Opaque: letters and digits. */
export const VideoId = Type.String({ pattern: '^[A-Za-z0-9]{1,255}$' });
/** A moment. */
export const UnixSeconds = Type.String({ pattern: '^\\d+$', description: 'Unix seconds.' });
/** Text of the caller that every answer and event repeats. */
export const Passthrough = Type.String({ maxLength: 255 });

/** How one object is answered. */
export const Enveloped = <T extends TSchema>(schema: T) => Type.Object({ data: schema });

/** Answer of what has nothing to tell. */
export const NothingView = Type.Object({});

/** A key that signs JWTs. */
export const VideoSigningKeyView = Type.Object({ id: VideoId, created_at: UnixSeconds });
export type VideoSigningKeyView = Static<typeof VideoSigningKeyView>;

/** Answer of making one: the only one that holds the key. */
export const CreatedVideoSigningKey = Type.Object({
  id: VideoId,
  created_at: UnixSeconds,
  private_key: Type.String({ description: 'Base64 of a PEM, PKCS#1: an RSA key of 2048 bits.' }),
});
export type CreatedVideoSigningKey = Static<typeof CreatedVideoSigningKey>;

/** Whose access token a request carries. */
export const WhoAmI = Type.Object({
  access_token_name: Type.String(),
  environment_id: Type.String(),
  environment_name: Type.String(),
  environment_type: Type.String(),
  organization_id: Type.String(),
  organization_name: Type.String(),
  permissions: Type.Array(Type.String()),
});
export type WhoAmI = Static<typeof WhoAmI>;

const Address = Type.String({ pattern: '^https?://[^\\s@]+$', maxLength: 2048 });

/** Body of `POST /system/v1/webhooks`. */
export const WebhookBody = Type.Object({ address: Address });
export type WebhookBody = Static<typeof WebhookBody>;

/** Body of `PATCH /system/v1/webhooks/{WEBHOOK_ID}`. */
export const WebhookPatch = Type.Object(
  { address: Type.Optional(Address), enabled: Type.Optional(Type.Boolean()) },
  { minProperties: 1 },
);
export type WebhookPatch = Static<typeof WebhookPatch>;

const webhookMembers = {
  id: VideoId,
  address: Type.String(),
  enabled: Type.Boolean(),
  created_at: Type.String({ format: 'date-time' }),
};

/** Who is told of the events of an environment. */
export const WebhookView = Type.Object(webhookMembers);
export type WebhookView = Static<typeof WebhookView>;

/** Answer of making a webhook, and of a new secret for it: the only ones that hold one. */
export const CreatedWebhook = Type.Object({ ...webhookMembers, signing_secret: Type.String() });
export type CreatedWebhook = Static<typeof CreatedWebhook>;
