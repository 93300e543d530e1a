import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Transaction } from '../../../ports/database.ts';

interface Wrapped {
  readonly wrapped: Uint8Array;
  readonly nonce: Uint8Array;
  readonly kekVersion: string;
}

/** Keeps secrets at rest: webhooks sign with theirs, so that a hash would not do. */
export interface SecretWrapping {
  wrap(secret: Uint8Array): Wrapped;
  unwrap(secret: Wrapped): Uint8Array;
}

const SECRET_BYTES = 32;
/** How long what was signed with the former secret as well is sent. */
const OVERLAP = sql<Date>`now() + interval '24 hours'`;

/** Makes a secret for a webhook; those before it are signed with for another day. It is in this answer alone. */
export async function addWebhookSecret(
  transaction: Transaction,
  wrapping: SecretWrapping,
  webhookId: string,
): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const { wrapped, nonce, kekVersion } = wrapping.wrap(Buffer.from(secret));
  await transaction
    .updateTable('webhook_secrets')
    .set({ expires_at: OVERLAP })
    .where('webhook_id', '=', webhookId)
    .where('expires_at', 'is', null)
    .execute();
  await transaction
    .deleteFrom('webhook_secrets')
    .where('webhook_id', '=', webhookId)
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
  await transaction
    .insertInto('webhook_secrets')
    .values({
      webhook_id: webhookId,
      wrapped_secret: Buffer.from(wrapped),
      wrap_nonce: Buffer.from(nonce),
      kek_version: kekVersion,
      expires_at: null,
    })
    .execute();
  return secret;
}

/** Secrets of a webhook that are in force, the newest first. */
export async function loadWebhookSecrets(
  database: Database,
  wrapping: SecretWrapping,
  webhookId: string,
): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('webhook_secrets')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', sql<Date>`now()`)]))
    .orderBy('seq', 'desc')
    .execute();
  return rows.map(({ wrapped_secret: wrapped, wrap_nonce: nonce, kek_version: kekVersion }) =>
    Buffer.from(wrapping.unwrap({ wrapped, nonce, kekVersion })).toString(),
  );
}
