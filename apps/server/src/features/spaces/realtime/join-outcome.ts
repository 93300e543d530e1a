import type { Socket } from '../../../ports/socket.ts';
import { connectionError } from '../room/error-frame.ts';

/** How an attempt to join ended. */
export type JoinOutcome = 'joined' | 'bad_token' | 'duplicate' | 'full' | 'unavailable';

/** How it ended is what a client is told first. */
function outcomeOf(frame: string): JoinOutcome {
  const { joined, error } = JSON.parse(frame) as { readonly joined?: object; readonly error?: { type: number } };
  if (joined !== undefined) return 'joined';
  if (error?.type === connectionError.duplicateParticipant) return 'duplicate';
  return error?.type === connectionError.participantLimit ? 'full' : 'unavailable';
}

/** The socket of one who asks to be let in; `tell` is called once it is known. */
export function tellingFirst(socket: Socket, tell: (outcome: JoinOutcome) => void): Socket {
  let isFirst = true;
  return {
    ...socket,
    send(text) {
      if (isFirst) tell(outcomeOf(text));
      isFirst = false;
      socket.send(text);
    },
  };
}
