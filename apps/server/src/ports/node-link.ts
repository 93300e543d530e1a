import type { SocketRequest } from './socket.ts';

/** A WebSocket to another process of this deployment, in the place of a client's. */
export interface NodeLink {
  /** Sends a text message. `sent`: it has left us, or never will. */
  send(text: string, sent?: () => void): void;
  /** Reads nothing more until `resume`. */
  pause(): void;
  resume(): void;
  /** As the client closed: the other end hears the same code, or sees the connection break where none can be said. */
  close(code: number): void;
}

export interface NodeLinkListener {
  opened(): void;
  message(text: string): void;
  /** It was never open, and nothing else is called: nobody answered, or not in time. */
  failed(): void;
  /** `code` is the other end's; 1006 where the connection broke. */
  closed(code: number): void;
}

/** Connects to the process at `url` with the request of a client. */
export type DialNode = (url: string, request: SocketRequest, listener: NodeLinkListener) => NodeLink;
