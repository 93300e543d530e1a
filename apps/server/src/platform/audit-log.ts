import { hostname } from 'node:os';
import { pino } from 'pino';

/** Where audit records go, and how to make sure that they got there. */
export interface AuditLog {
  readonly write: (record: object) => void;
}

/**
 * The audit log: JSON lines that name their `channel` and `node`, apart from the log's levels. `target` is `stdout`,
 * `off` or the path of a file, which is appended to, line by line, for its owner and group alone.
 */
export function createAuditLog(target: string): AuditLog {
  if (target === 'off') return { write: () => undefined };
  const file = target === 'stdout' ? 1 : target;
  const lines = pino({ base: { channel: 'audit', node: hostname() } }, openLines(file));
  return { write: (record) => lines.info(record) };
}

function openLines(dest: string | number) {
  return pino.destination({ dest, append: true, mkdir: true, mode: 0o640, sync: true });
}
