import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeUdpPort } from './free-udp-port.ts';
import { until } from './rtc-peer.ts';

export interface Coturn {
  readonly url: string;
  /** What it has logged. */
  log(): string;
  stop(): Promise<void>;
}

/** Debian's TURN server on 127.0.0.1, open to who has a credential made with the secret. */
export async function startCoturn(secret: string): Promise<Coturn> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-turn-'));
  const port = await freeUdpPort();
  const addresses = ['--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`];
  const access = ['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=sluice.test', '--fingerprint'];
  // In a test the media server is on the loopback, which a TURN server must not reach otherwise.
  const narrow = ['--allow-loopback-peers', '--no-cli', '--no-tls', '--no-dtls', '--no-tcp'];
  const files = ['-n', '--log-file=stdout', `--pidfile=${join(folder, 'pid')}`, `--userdb=${join(folder, 'db')}`];
  const child = spawn('turnserver', [...files, ...addresses, ...access, ...narrow, '--verbose'], { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until(
      () => output,
      (text) => /listener opened on.*127\.0\.0\.1/i.test(text),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `turn:127.0.0.1:${port}?transport=udp`, log: () => output, stop };
}
