import { EarlyCandidates } from './early-candidates.ts';
import { createTurns } from './in-turn.ts';
import { watchConnection } from './watch-connection.ts';

interface SubscriberParts {
  readonly configuration: RTCConfiguration;
  sendAnswer(sdp: string): void;
  sendCandidate(candidate: RTCIceCandidateInit): void;
  /** The media of a track has come, or gone. */
  onMedia(tid: string, media: MediaStreamTrack | undefined): void;
  /** Nothing flows any more and nobody mended it. */
  onBroken(): void;
}

/** The connection on which we receive: the server offers, we answer. */
export class SubscriberLeg {
  readonly #connection: RTCPeerConnection;
  readonly #candidates: EarlyCandidates;
  readonly #inTurn = createTurns();
  readonly #parts: SubscriberParts;
  readonly #unwatch: () => void;

  constructor(parts: SubscriberParts) {
    this.#parts = parts;
    this.#connection = new RTCPeerConnection(parts.configuration);
    this.#candidates = new EarlyCandidates(this.#connection);
    this.#connection.ontrack = ({ streams: [stream], track }) => stream && this.#receive(stream, track);
    this.#connection.onicecandidate = ({ candidate }) => candidate && parts.sendCandidate(candidate.toJSON());
    // The server is the one who can restart this end: it sees the loss as well, and offers.
    this.#unwatch = watchConnection(this.#connection, { mend: () => undefined, giveUp: parts.onBroken });
  }

  /** Answers in the order of the offers. */
  takeOffer(sdp: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#connection.signalingState === 'closed') return;
      await this.#connection.setRemoteDescription({ type: 'offer', sdp });
      this.#candidates.release();
      await this.#connection.setLocalDescription();
      this.#parts.sendAnswer(this.#connection.localDescription?.sdp ?? '');
    });
  }

  takeCandidate(candidate: RTCIceCandidateInit): void {
    this.#candidates.take(candidate);
  }

  close(): void {
    this.#unwatch();
    this.#connection.close();
  }

  #receive(stream: MediaStream, track: MediaStreamTrack): void {
    this.#parts.onMedia(stream.id, track);
    stream.onremovetrack = () => this.#parts.onMedia(stream.id, undefined);
  }
}
