import type { WebhookPatch } from '@sluice/contract';
import type { Selectable } from 'kysely';
import type { Page } from '../../../platform/video-api/read-page.ts';
import { newVideoId } from '../../../platform/video-api/video-id.ts';
import type { Database, Transaction, WebhooksTable } from '../../../ports/database.ts';

export type WebhookRow = Selectable<WebhooksTable>;

/** Undefined where the environment has one of that address. */
export function insertWebhook(
  transaction: Transaction,
  environmentId: string,
  address: string,
): Promise<WebhookRow | undefined> {
  return transaction
    .insertInto('webhooks')
    .values({ id: newVideoId(), environment_id: environmentId, address })
    .onConflict((c) => c.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Newest first. */
export function listWebhooks(
  database: Database,
  environmentId: string,
  { limit, offset }: Page,
): Promise<WebhookRow[]> {
  return database
    .selectFrom('webhooks')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
}

/** Undefined where the environment has none of that id. */
export function findWebhook(database: Database, environmentId: string, id: string): Promise<WebhookRow | undefined> {
  return database
    .selectFrom('webhooks')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** True where another webhook of the environment has this address. */
export async function isAddressTaken(database: Database, { environment_id, id }: WebhookRow, address: string) {
  const other = await database
    .selectFrom('webhooks')
    .select('id')
    .where('environment_id', '=', environment_id)
    .where('address', '=', address)
    .where('id', '!=', id)
    .executeTakeFirst();
  return other !== undefined;
}

/** Changes a webhook. What it still has to be told goes to the new address, or nowhere once it is turned off. */
export async function saveWebhook(transaction: Transaction, id: string, patch: WebhookPatch): Promise<WebhookRow> {
  const { address, enabled } = patch;
  const changed = await transaction
    .updateTable('webhooks')
    .set({
      ...(address === undefined ? {} : { address }),
      ...(enabled === undefined ? {} : { is_enabled: enabled }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await transaction
    .updateTable('callbacks')
    .set({ url: changed.address, ...(changed.is_enabled ? {} : { status: 'failed' as const }) })
    .where('webhook_id', '=', id)
    .where('status', '=', 'pending')
    .execute();
  return changed;
}

/** False where the environment has none of that id. */
export async function deleteWebhook(database: Database, environmentId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom('webhooks')
    .where('environment_id', '=', environmentId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
