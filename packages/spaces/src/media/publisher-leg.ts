import { createDeferred, type Deferred } from '../deferred.ts';
import type { WireTrack } from '../protocol/wire.ts';
import { EarlyCandidates } from './early-candidates.ts';
import { createTurns } from './in-turn.ts';
import { watchConnection } from './watch-connection.ts';

/** Time within which the server answers an offer. */
const answerWithinMs = 15_000;

/** A track as it goes out. */
export interface OutgoingTrack extends WireTrack {
  readonly media: MediaStreamTrack;
  readonly encodings: RTCRtpEncodingParameters[];
}

interface PublisherParts {
  readonly configuration: RTCConfiguration;
  announce(track: OutgoingTrack, mid: string): void;
  sendOffer(sdp: string): void;
  sendCandidate(candidate: RTCIceCandidateInit): void;
  onBroken(): void;
}

/** The connection on which we send: we offer, one offer at a time, and the server answers. */
export class PublisherLeg {
  readonly #connection: RTCPeerConnection;
  readonly #candidates: EarlyCandidates;
  readonly #inTurn = createTurns();
  readonly #parts: PublisherParts;
  readonly #senders = new Map<string, RTCRtpTransceiver>();
  readonly #unwatch: () => void;
  #answer: Deferred<string> | null = null;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
    this.#connection = new RTCPeerConnection(parts.configuration);
    this.#candidates = new EarlyCandidates(this.#connection);
    this.#connection.onicecandidate = ({ candidate }) => candidate && parts.sendCandidate(candidate.toJSON());
    this.#unwatch = watchConnection(this.#connection, {
      mend: () => void this.restartIce().catch(() => undefined),
      giveUp: parts.onBroken,
    });
  }

  /** Resolves with the server's answer; what it refuses is taken back. */
  publish(tracks: readonly OutgoingTrack[]): Promise<void> {
    return this.#inTurn(async () => {
      for (const track of tracks) {
        const options = { direction: 'sendonly', sendEncodings: track.encodings } as const;
        this.#senders.set(track.tid, this.#connection.addTransceiver(track.media, options));
      }
      try {
        await this.#negotiate(tracks);
      } catch (error) {
        this.#drop(tracks.map(({ tid }) => tid));
        throw error;
      }
    });
  }

  unpublish(tids: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#drop(tids)) await this.#negotiate([]);
    });
  }

  /** Another source for the same track; nothing is negotiated. */
  async replace(tid: string, media: MediaStreamTrack): Promise<void> {
    await this.#senders.get(tid)?.sender.replaceTrack(media);
  }

  /** New ways for the packets, as after a change of network. Nothing to do where nothing is sent. */
  restartIce(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#connection.remoteDescription === null) return;
      this.#connection.restartIce();
      await this.#negotiate([]);
    });
  }

  takeAnswer(sdp: string): void {
    this.#answer?.resolve(sdp);
  }

  /** The server takes back what it has not answered yet. Whether there was something. */
  refuse(error: Error): boolean {
    if (this.#answer === null) return false;
    this.#answer.reject(error);
    return true;
  }

  takeCandidate(candidate: RTCIceCandidateInit): void {
    this.#candidates.take(candidate);
  }

  close(error: Error): void {
    this.#unwatch();
    this.#connection.close();
    this.refuse(error);
  }

  async #negotiate(fresh: readonly OutgoingTrack[]): Promise<void> {
    const waiting = createDeferred<string>();
    this.#answer = waiting;
    const overdue = setTimeout(() => {
      waiting.reject(new Error('The server did not answer an offer.'));
      this.#parts.onBroken();
    }, answerWithinMs);
    try {
      await this.#connection.setLocalDescription();
      for (const track of fresh) this.#parts.announce(track, this.#senders.get(track.tid)?.mid ?? '');
      this.#parts.sendOffer(this.#connection.localDescription?.sdp ?? '');
      await this.#connection.setRemoteDescription({ type: 'answer', sdp: await waiting.promise });
      this.#candidates.release();
    } catch (error) {
      if (this.#connection.signalingState === 'have-local-offer')
        await this.#connection.setLocalDescription({ type: 'rollback' });
      throw error;
    } finally {
      clearTimeout(overdue);
      this.#answer = null;
    }
  }

  #drop(tids: readonly string[]): boolean {
    const leaving = tids.filter((tid) => this.#senders.has(tid));
    for (const tid of leaving) {
      const sender = this.#senders.get(tid)?.sender;
      if (sender && this.#connection.signalingState !== 'closed') this.#connection.removeTrack(sender);
      this.#senders.delete(tid);
    }
    return leaving.length > 0 && this.#connection.remoteDescription !== null;
  }
}
