import type { Socket, SocketListener, SocketRequest } from '../../../ports/socket.ts';

/** A client's socket that is brought to where its space is, perhaps not at the first attempt. */
export interface Call extends SocketListener {
  readonly request: SocketRequest;
  readonly socket: Socket;
  readonly token: string;
  /** As the token says, which may be forged; null where it says nothing. */
  readonly spaceId: string | null;
  /** When to give up. */
  readonly endMs: number;
  readonly isClosed: boolean;
  /** The token was found to be good. */
  isGood: boolean;
  /** Who the client speaks to from now on; what it said before is told first. */
  attach(listener: SocketListener): void;
  /** Nobody, until another is found: the one that there was is told that the connection broke. */
  detach(): void;
  /** Called when the client leaves before it speaks to anybody. */
  whileAlone: ((code: number) => void) | null;
}

/** What is kept of a client that speaks too early, which none of those that we know does. */
const MOST_EARLY = { messages: 300, characters: 262_144 } as const;

export function createCall(given: Pick<Call, 'request' | 'socket' | 'token' | 'spaceId' | 'endMs'>): Call {
  const early: (string | null)[] = [];
  let size = 0;
  let listener: SocketListener | null = null;
  let isClosed = false;
  return {
    ...given,
    isGood: false,
    whileAlone: null,
    get isClosed() {
      return isClosed;
    },
    attach(next) {
      listener = next;
      size = 0;
      for (const text of early.splice(0)) next.message(text);
    },
    detach() {
      listener?.closed(1006);
      listener = null;
    },
    message(text) {
      if (listener !== null) return listener.message(text);
      size += text?.length ?? 0;
      if (early.length < MOST_EARLY.messages && size <= MOST_EARLY.characters) early.push(text);
    },
    closed(code) {
      isClosed = true;
      if (listener !== null) listener.closed(code);
      else this.whileAlone?.(code);
    },
  };
}
