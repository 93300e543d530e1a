import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SluiceError } from '../ports/sluice-error.ts';

const sentences: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) => `Port ${port} on ${host} is in use: stop what uses it, or set PORT to another one.`,
  EACCES: (_host, port) => `This user may not listen on port ${port}: set PORT to one above 1023.`,
  EADDRNOTAVAIL: (host) => `HOST ${host} is not an address of this machine.`,
  ENOTFOUND: (host) => `HOST ${host} cannot be resolved.`,
};

/** Starts listening; resolves to the address in use. A failure is one sentence that says what to do. */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const message = sentences[code]?.(host, port) ?? `The server cannot listen on ${host} port ${port}.`;
    throw new SluiceError('http/cannot-listen', { status: 500, message, cause });
  }
  const address = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${address.port}`;
}

/** Lets open requests finish for `drainSeconds`, then ends their connections. */
export async function drain(server: Server, drainSeconds: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), drainSeconds * 1000);
  try {
    const closed = once(server, 'close');
    // Ends idle connections at once, the others with their answer.
    server.close();
    await closed;
  } finally {
    clearTimeout(timer);
  }
}
