import type { ClientAnswer, ClientOffer } from './client-calls.ts';

export interface JoinedSession {
  readonly session: string;
  readonly offerSdp: string;
}

/** What both engines do for clients, each in its own way. Tracks are told by the peer that publishes them. */
export interface EngineCalls {
  /** The engine's answer. */
  publish(room: string, peer: string, offer: ClientOffer): Promise<string>;
  /** Begins to receive both tracks of each of these peers. */
  join(room: string, peer: string, publishers: readonly string[]): Promise<JoinedSession>;
  /** The next offer, where one more round is needed. */
  answer(session: string, answer: ClientAnswer): Promise<string | null>;
  leave(session: string): Promise<void>;
  closeRoom(room: string): Promise<void>;
}
