import pg from 'pg';
import type { Logger } from '../../platform/logger.ts';
import type { DatabaseAddress } from '../../ports/database.ts';
import type { Notifications } from '../../ports/notifications.ts';

export interface NotificationsOptions {
  /** An address or a connection string, `postgres://…`. */
  readonly connection: DatabaseAddress | string;
  readonly channel: string;
  readonly log: Logger;
}

const RECONNECT_MS = 1000;

/** Messages by LISTEN on a connection of its own, which is made anew when it breaks. */
export async function createNotifications(options: NotificationsOptions): Promise<Notifications> {
  const { connection, channel, log } = options;
  let listener: ((message: string | null) => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let client: pg.Client | null = null;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      ...(typeof connection === 'string' ? { connectionString: connection } : connection),
      application_name: 'sluice notifications',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    fresh.on('error', (err) => log.warn({ err, event: 'notifications-lost' }));
    fresh.on('end', () => client === fresh && reconnectSoon());
    fresh.on('notification', ({ payload }) => listener?.(payload ?? ''));
    client = fresh;
    await fresh.connect();
    await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    listener?.(null);
  }

  function reconnectSoon(): void {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      connect().catch((err: unknown) => {
        log.warn({ err, event: 'notifications-lost' });
        reconnectSoon();
      });
    }, RECONNECT_MS);
    timer.unref();
  }

  await connect();
  return {
    listen: (onMessage) => {
      listener = onMessage;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
