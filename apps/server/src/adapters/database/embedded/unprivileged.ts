import { runProcess } from '../../../platform/process-runner.ts';
import { databaseUnavailable } from '../database-errors.ts';

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * PostgreSQL refuses to run as root. In a user namespace of its own it sees an ordinary user, while its
 * files stay root's and no account is needed on the machine.
 */
export async function unprivileged(): Promise<(inner: CommandLine) => CommandLine> {
  if (process.getuid?.() !== 0) return (inner) => inner;
  const inNamespace = (inner: CommandLine): CommandLine => ({
    command: 'unshare',
    args: ['--user', '--', inner.command, ...inner.args],
  });
  const exit = await runProcess({ ...inNamespace({ command: 'true', args: [] }), timeoutMs: 10_000 }).catch(() => null);
  if (exit?.code === 0) return inNamespace;
  throw databaseUnavailable(
    'The embedded PostgreSQL does not run as root, and user namespaces are switched off here: ' +
      'start Sluice as an ordinary user that owns DATA_DIR, or name a server with DATABASE_URL.',
    exit?.stderr,
  );
}
