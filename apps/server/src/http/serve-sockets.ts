import type { IncomingMessage, Server } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../platform/logger.ts';
import { type RelayPass, relayHeaders } from '../platform/relay-pass.ts';
import type { SocketRequest, SocketService } from '../ports/socket.ts';
import type { ReadClientAddress } from './client-address.ts';
import { requestIdOf } from './request-identity.ts';

export interface SocketOptions {
  readonly service: SocketService;
  readonly readClientAddress: ReadClientAddress;
  /** What another process shows that passes a client on. */
  readonly relayPass: RelayPass;
  readonly log: Pick<Logger, 'error'>;
  /** A client that did not answer one ping when the next is due is gone. */
  readonly pingMs?: number;
}

/** The largest message that is read: a session description of some dozens of tracks. */
const MAX_MESSAGE_BYTES = 262_144;
/** What may wait to be sent to one client; who does not take it is cut off. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
const PING_MS = 15_000;
const COME_BACK = 1012;

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const pathOf = (target: string): string => target.split('?', 1)[0] ?? '';

/** Whether a request to become a WebSocket is for `service`; every other one is an ordinary request. */
export const isForSockets = (service: SocketService | null, { url = '', headers }: IncomingMessage): boolean =>
  service?.serves(pathOf(url)) === true && headers.upgrade?.toLowerCase() === 'websocket';

/** Lets clients open WebSockets at this server. None is refused but for a request that is no handshake. */
export function serveSockets(
  server: Server,
  { service, readClientAddress, relayPass, log, pingMs = PING_MS }: SocketOptions,
) {
  const door = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const answered = new WeakSet<WebSocket>();

  function requestOf({ url = '', headers, socket }: IncomingMessage): SocketRequest {
    const isPassedOn = relayPass.isShown(headerText(headers[relayHeaders.pass]));
    const told = isPassedOn ? headerText(headers[relayHeaders.client]) : undefined;
    const seen = (): string => readClientAddress(socket.remoteAddress ?? '', headerText(headers['x-forwarded-for']));
    return {
      rawTarget: url,
      remoteAddress: told !== undefined && isIP(told) !== 0 ? told : seen(),
      userAgent: headers['user-agent'],
      requestId: requestIdOf(headerText(headers['x-request-id'])),
      isPassedOn,
    };
  }

  function open(socket: WebSocket, request: IncomingMessage): void {
    answered.add(socket);
    socket.on('pong', () => answered.add(socket));
    // What it tells ends the connection, which is told below.
    socket.on('error', () => undefined);
    const listener = service.open(requestOf(request), {
      send(text, sent) {
        if (socket.readyState !== socket.OPEN) return;
        if (socket.bufferedAmount > MAX_WAITING_BYTES) socket.terminate();
        else socket.send(text, sent);
      },
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      close(code) {
        // One that waits to be read would not hear the other end's good-bye.
        socket.resume();
        socket.close(code);
      },
    });
    socket.on('message', (data, isBinary) => {
      if (socket.readyState === socket.OPEN) listener.message(isBinary ? null : data.toString());
    });
    socket.on('close', (code) => listener.closed(code));
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => undefined);
    try {
      door.handleUpgrade(request, stream, head, open);
    } catch (err) {
      log.error({ err }, 'a WebSocket could not be opened');
      stream.destroy();
    }
  });

  const pings = setInterval(() => {
    for (const socket of door.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, pingMs);
  pings.unref();

  return {
    /** Tells every client to come back, and waits until they have hung up, or a second. */
    async stop(): Promise<void> {
      clearInterval(pings);
      for (const socket of door.clients) socket.close(COME_BACK);
      const isGone = (): boolean => door.clients.size === 0;
      for (let tries = 0; !isGone() && tries < 20; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
      for (const socket of door.clients) socket.terminate();
    },
  };
}
