import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../ports/database.ts';
import { type EnvironmentEvent, eventBody } from './event-body.ts';

/**
 * Has an event told to every webhook of its environment that is turned on. Part of `transaction`, the one that makes
 * what is told true: told if and only if that commits, by whichever process sends callbacks.
 */
export async function announce(transaction: Transaction, event: EnvironmentEvent): Promise<void> {
  const webhooks = await transaction
    .selectFrom('webhooks')
    .innerJoin('environments', 'environments.id', 'webhooks.environment_id')
    .select(['webhooks.id', 'webhooks.address', 'environments.id as environmentId', 'environments.name'])
    .where('webhooks.environment_id', '=', event.environmentId)
    .where('webhooks.is_enabled', '=', true)
    .execute();
  const [first] = webhooks;
  if (first === undefined) return;
  const environment = { name: first.name, id: first.environmentId };
  const body = eventBody(event, { id: randomUUID(), environment, at: new Date() });
  const rows = webhooks.map(({ id, address }) => ({
    ...{ id: randomUUID(), job_id: null, webhook_id: id },
    ...{ url: address, body, status: 'pending' as const },
  }));
  await transaction.insertInto('callbacks').values(rows).execute();
}
