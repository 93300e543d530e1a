import { hostname } from 'node:os';
import { pino } from 'pino';
import { SluiceError } from '../ports/sluice-error.ts';

/** Writes one record as one line. */
export type AuditLog = (record: object) => void;

/**
 * The audit log: JSON lines that name their `channel` and `node`, whatever the level of the log. `target` is `stdout`,
 * `off` or the path of a file, which is appended to, each line before the call ends, for its owner and group alone.
 * Throws where the file cannot be opened; what cannot be written later is told to `reportFailure`.
 */
export function createAuditLog(target: string, reportFailure: (error: unknown) => void): AuditLog {
  if (target === 'off') return () => undefined;
  const destination = open(target === 'stdout' ? 1 : target);
  destination.on('error', reportFailure);
  const lines = pino({ base: { channel: 'audit', node: hostname() } }, destination);
  return (record) => lines.info(record);
}

function open(dest: string | number) {
  try {
    return pino.destination({ dest, append: true, mkdir: true, mode: 0o640, sync: true });
  } catch (cause) {
    const message = 'The file that AUDIT_LOG names cannot be written.';
    throw new SluiceError('platform/audit-log-closed', { status: 500, message, cause });
  }
}
