/**
 * Why a WebSocket is closed by us. 1012 (RFC 6455, IANA): come back; 4000: do not (Mux contract §5.6). 4100: another
 * process is to be asked, which only processes of ours say to each other.
 */
export type CloseCode = 1012 | 4000 | 4100;

/** One open WebSocket, as who serves it sees it. */
export interface Socket {
  /** Sends a text message. Who reads too slowly to take it is cut off. `sent`: it has left us, or never will. */
  send(text: string, sent?: () => void): void;
  /** Reads nothing more, so that its sender has to wait, until `resume`. */
  pause(): void;
  resume(): void;
  /** Sends what was given to `send` and says good-bye. */
  close(code: CloseCode): void;
}

/** The request that opened it. */
export interface SocketRequest {
  readonly rawTarget: string;
  /** As of the client, not of a proxy. */
  readonly remoteAddress: string;
  readonly userAgent: string | undefined;
  readonly requestId: string;
  /** By another process of this deployment, for a client of its own. */
  readonly isPassedOn: boolean;
}

export interface SocketListener {
  /** A text message; null for one of bytes. */
  message(text: string | null): void;
  /** Called once. `code` is the other end's, 1005 where it said none, 1006 where the connection broke. */
  closed(code: number): void;
}

/** Who serves WebSockets. */
export interface SocketService {
  /** Whether a path is one of its own. */
  serves(path: string): boolean;
  open(request: SocketRequest, socket: Socket): SocketListener;
}
