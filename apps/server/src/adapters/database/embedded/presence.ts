import pg from 'pg';

/** Any number that no other part of Sluice locks. */
const PRESENCE_LOCK = 7_258_423_001;

/**
 * One connection that a process holds for as long as it uses the server. Its shared lock is the count of
 * users: it is gone with the process, however that ends.
 */
export interface Presence {
  /** True when nobody else is present; nobody can become so until the connection ends. */
  becomeLast(): Promise<boolean>;
  leave(): Promise<void>;
  /** Called once when the connection ends without {@link leave}. */
  onLost(react: () => void): void;
}

/** Null while the last user is just stopping the server. Rejects when no server answers. */
export async function enterPresence(host: string, port: number, user: string): Promise<Presence | null> {
  const client = new pg.Client({
    host,
    port,
    user,
    database: 'postgres',
    application_name: 'sluice presence',
    connectionTimeoutMillis: 5000,
  });
  let hasLeft = false;
  let react: () => void = () => undefined;
  client.on('error', () => undefined);
  client.on('end', () => {
    if (!hasLeft) react();
  });
  await client.connect();
  const leave = async (): Promise<void> => {
    hasLeft = true;
    await client.end().catch(() => undefined);
  };
  const isPresent = await tryLock(client, 'pg_try_advisory_lock_shared');
  if (!isPresent) {
    await leave();
    return null;
  }
  return {
    async becomeLast() {
      hasLeft = true;
      await client.query('select pg_advisory_unlock_shared($1)', [PRESENCE_LOCK]);
      return tryLock(client, 'pg_try_advisory_lock');
    },
    leave,
    onLost(next) {
      react = next;
    },
  };
}

async function tryLock(client: pg.Client, take: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select ${take}($1) as taken`, [PRESENCE_LOCK]);
  return rows[0]?.taken === true;
}
