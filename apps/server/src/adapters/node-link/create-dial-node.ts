import { WebSocket } from 'ws';
import { type RelayPass, relayHeaders } from '../../platform/relay-pass.ts';
import type { DialNode, NodeLinkListener } from '../../ports/node-link.ts';
import type { SocketRequest } from '../../ports/socket.ts';

/** A node that lives answers at once. */
const HANDSHAKE_MS = 1500;
/** The largest message of a node: the list of everyone in a large space. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** Codes that a frame of closing may hold (RFC 6455 §7.4): of the others, "none" is said by an empty frame. */
const maySay = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);
const NONE = 1005;

function addressOf(url: string, { rawTarget }: SocketRequest): URL {
  const address = new URL(url.replace(/^http/, 'ws'));
  const [, query = ''] = /\?([^#]*)/.exec(rawTarget) ?? [];
  address.pathname = `${address.pathname.replace(/\/$/, '')}/pluto/v1`;
  address.search = query;
  address.hash = '';
  return address;
}

function connect(url: string, request: SocketRequest, pass: RelayPass): WebSocket {
  const { userAgent, remoteAddress, requestId } = request;
  return new WebSocket(addressOf(url, request), {
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    headers: {
      [relayHeaders.pass]: pass.text,
      [relayHeaders.client]: remoteAddress,
      'x-request-id': requestId,
      ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
    },
  });
}

function listen(socket: WebSocket, listener: NodeLinkListener): void {
  let wasOpen = false;
  socket.on('open', () => {
    wasOpen = true;
    listener.opened();
  });
  // What it tells ends the connection, which is told below.
  socket.on('error', () => undefined);
  socket.on('message', (data) => listener.message(data.toString()));
  socket.on('close', (code) => (wasOpen ? listener.closed(code) : listener.failed()));
}

/** Links to other nodes, which know by `pass` that one of them asks. */
export function createDialNode(pass: RelayPass): DialNode {
  return (url, request, listener) => {
    const socket = connect(url, request, pass);
    listen(socket, listener);
    return {
      send(text, sent) {
        if (socket.readyState === socket.OPEN) socket.send(text, sent);
      },
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      close(code) {
        // One that waits to be read would not hear the other end's good-bye.
        socket.resume();
        if (code === NONE) socket.close();
        else if (maySay(code)) socket.close(code);
        else socket.terminate();
      },
    };
  };
}
