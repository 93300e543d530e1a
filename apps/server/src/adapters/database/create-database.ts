import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from '../../platform/logger.ts';
import type { Database, DatabaseAddress, Tables } from '../../ports/database.ts';

export interface DatabaseOptions {
  /** An address or a connection string, `postgres://…`. */
  readonly connection: DatabaseAddress | string;
  /** Connections at most. Default 10. */
  readonly poolSize?: number;
  /** The longest that one statement may run. Default 30 seconds. */
  readonly statementTimeoutMs?: number;
  readonly log: Logger;
}

/** Object identifier of `bigint` in PostgreSQL's catalogue. */
const BIGINT_OID = 20;

/** A pool of connections behind the typed query builder; `destroy()` closes them. */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    ...connectionConfig(options.connection),
    max: options.poolSize ?? 10,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'sluice',
    types: { getTypeParser },
  });
  // A connection that breaks is replaced; without a listener it would end the process. The pool listens to the idle ones
  // alone. One that breaks in the hands of its user fails the next statement, which tells of it.
  pool.on('error', (error) => options.log.warn({ err: error, event: 'database-connection-lost' }));
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** The part of a `pg` configuration that says where the server is. */
function connectionConfig(connection: DatabaseAddress | string): pg.ClientConfig {
  return typeof connection === 'string' ? { connectionString: connection } : { ...connection };
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === BIGINT_OID ? parseBigint : pg.types.getTypeParser(oid, format ?? 'text');
}

/** Counts and sizes are numbers; one that a number cannot hold exactly is an error, not a rounding. */
function parseBigint(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`bigint ${value} does not fit a number`);
  return number;
}
