import { createDeferred } from './deferred.ts';
import { DisconnectedError, type MuxError, WebsocketError } from './errors.ts';
import type { LocalTrack } from './local-track.ts';
import { sendEncodings } from './media/encodings.ts';
import { PublisherLeg } from './media/publisher-leg.ts';
import { SubscriberLeg } from './media/subscriber-leg.ts';
import { parseFrame } from './protocol/parse-frame.ts';
import { PendingRequests } from './protocol/pending-requests.ts';
import { refusalOf, requestErrorOf } from './protocol/read-error.ts';
import { mayReconnect } from './protocol/reconnect-plan.ts';
import {
  type ClientFrame,
  type Joined,
  legs,
  type ServerFrame,
  type SfuOffer,
  type WireError,
  wireCandidate,
} from './protocol/wire.ts';

/** A close that is ours and after which we come back: anything but the one of `leave()`. */
const comingBackCode = 4001;

/** A server that takes a room over from one that died answers within this. */
const enterWithinMs = 30_000;

/** Who hears of what one connection brings. */
export interface ConnectionListener {
  onFrame(frame: ServerFrame): void;
  onMedia(tid: string, media: MediaStreamTrack | undefined): void;
  /** After the server had let us in: the connection is gone. Null: come back; else why not. */
  onLost(final: MuxError | null): void;
}

/** One connection with the server: its socket, and the two connections that carry media. */
export class RoomConnection {
  readonly requests = new PendingRequests();
  readonly #socket: WebSocket;
  readonly #listener: ConnectionListener;
  readonly #isSimulcastAllowed: boolean;
  readonly #entered = createDeferred<Joined>();
  readonly #subscribers = new Map<string, SubscriberLeg>();
  #joined: Joined | null = null;
  #publisher: PublisherLeg | null = null;
  #isOver = false;
  #lastError: WireError | null = null;

  /** Begins to connect; `entered` tells how it went. */
  constructor(address: string, isSimulcastAllowed: boolean, listener: ConnectionListener) {
    this.#listener = listener;
    this.#isSimulcastAllowed = isSimulcastAllowed;
    this.#socket = new WebSocket(address);
    this.#socket.onmessage = ({ data }) => typeof data === 'string' && this.#take(parseFrame(data));
    this.#socket.onclose = ({ code }) => this.#closed(code);
    const overdue = setTimeout(() => {
      this.#entered.reject(new WebsocketError('The server did not answer.'));
      this.#socket.close(comingBackCode);
    }, enterWithinMs);
    const settled = () => clearTimeout(overdue);
    this.#entered.promise.then(settled, settled);
  }

  /** @throws JWTError, ConnectionError, InternalError as the server refuses; WebsocketError where it was not reached. */
  get entered(): Promise<Joined> {
    return this.#entered.promise;
  }

  async publish(tracks: readonly LocalTrack[]): Promise<void> {
    const joined = this.#open();
    await this.#publish(joined).publish(
      tracks.map((track) => {
        const { tid, kind, name, muted, source, width, height, track: media } = track;
        if (media === undefined) throw new DisconnectedError('The track has no media.');
        const encodings = sendEncodings(track, joined, this.#isSimulcastAllowed);
        return { tid, kind, name, muted, source, width, height, media, encodings };
      }),
    );
  }

  async unpublish(tids: readonly string[]): Promise<void> {
    await this.#publisher?.unpublish(tids);
  }

  async replace(tid: string, media: MediaStreamTrack): Promise<void> {
    await this.#publisher?.replace(tid, media);
  }

  send(frame: ClientFrame): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** @throws DisconnectedError while there is no connection; see {@link requestErrorOf}. */
  async request(frame: (requestId: string) => ClientFrame): Promise<void> {
    this.#open();
    await this.requests.start((id) => this.send(frame(id)));
  }

  /** The network has changed. The server offers again for what we receive. */
  restartIce(): void {
    this.#publisher?.restartIce().catch(() => undefined);
  }

  /** Goes for good, `leave`, or to come back by another connection. Media stops with either. */
  close(how: 'leaving' | 'coming-back'): void {
    this.#isOver = true;
    if (how === 'leaving') this.#socket.close();
    else this.#socket.close(comingBackCode);
    this.#stopMedia();
  }

  /** Media may go on without the socket; what waits for an answer will get none. */
  #failWaiting(): void {
    const error = new DisconnectedError('The connection was lost.');
    this.#publisher?.refuse(error);
    this.requests.failAll(error);
  }

  #stopMedia(): void {
    const error = new DisconnectedError('The connection has ended.');
    for (const leg of this.#subscribers.values()) leg.close();
    this.#publisher?.close(error);
    this.requests.failAll(error);
    this.#entered.reject(error);
  }

  #open(): Joined {
    if (this.#joined === null || this.#isOver) throw new DisconnectedError('There is no connection to the space.');
    return this.#joined;
  }

  #take(frame: ServerFrame | null): void {
    if (frame === null || this.#isOver) return;
    switch (frame.kind) {
      case 'joined':
        this.#enter(frame.joined);
        break;
      case 'error':
        this.#fail(frame.error);
        break;
      case 'sub-offer':
        this.#receive(frame.offer);
        break;
      case 'answer':
        this.#publisher?.takeAnswer(frame.sdp);
        break;
      case 'candidate': {
        const leg = frame.isPublisher ? this.#publisher : this.#subscribers.get(frame.sfuId);
        leg?.takeCandidate(frame.candidate);
        break;
      }
      default:
        this.#listener.onFrame(frame);
    }
  }

  #enter(joined: Joined): void {
    if (this.#joined !== null) return;
    this.#joined = joined;
    this.#entered.resolve(joined);
    // Listeners hear of a track before its media comes: these answers wait for the turn after.
    this.#entered.promise.then(({ offers }) => {
      for (const offer of offers) this.#receive(offer);
    });
  }

  #receive({ sfuId, sdp }: SfuOffer): void {
    if (this.#isOver) return;
    const leg = this.#subscribers.get(sfuId) ?? this.#createSubscriber(sfuId);
    leg.takeOffer(sdp).catch(() => this.#break());
  }

  #createSubscriber(sfuId: string): SubscriberLeg {
    const leg = new SubscriberLeg({
      configuration: this.#configuration(),
      sendAnswer: (sdp) => this.send({ sub_answer: { sfu_id: sfuId, sdp } }),
      sendCandidate: (candidate) => this.#sendCandidate(candidate, legs.subscriber, sfuId),
      onMedia: (tid, media) => this.#listener.onMedia(tid, media),
      onBroken: () => this.#break(),
    });
    this.#subscribers.set(sfuId, leg);
    return leg;
  }

  #publish(joined: Joined): PublisherLeg {
    const sfuId = joined.offers[0]?.sfuId ?? '';
    this.#publisher ??= new PublisherLeg({
      configuration: this.#configuration(),
      announce: ({ tid, kind, name, muted, source, width, height }, mid) =>
        this.send({ pending_track: { tid, type: kind, name, muted, source, width, height, mid } }),
      sendOffer: (offer) => this.send({ offer }),
      sendCandidate: (candidate) => this.#sendCandidate(candidate, legs.publisher, sfuId),
      onBroken: () => this.#break(),
    });
    return this.#publisher;
  }

  #configuration(): RTCConfiguration {
    return { iceServers: [...(this.#joined?.iceServers ?? [])], bundlePolicy: 'max-bundle' };
  }

  #sendCandidate(candidate: RTCIceCandidateInit, type: number, sfuId: string): void {
    this.send({ candidate: { candidate: wireCandidate(candidate), type, sfu_id: sfuId } });
  }

  #fail(error: WireError): void {
    this.#lastError = error;
    if (this.#joined === null) {
      this.#entered.reject(refusalOf(error));
      return;
    }
    if (error.requestIds !== null) {
      const failure = requestErrorOf(error);
      const isKnown = error.requestIds.map((id) => this.requests.fail(id, failure)).some(Boolean);
      if (!isKnown && error.type === publishFailed.request) this.#publisher?.refuse(failure);
    } else if (error.type === publishFailed.signalling) {
      this.#publisher?.refuse(requestErrorOf({ ...error, type: publishFailed.request }));
    }
    if (error.fatal && !error.retry) this.#end(refusalOf(error));
    else if (error.fatal) this.#break();
  }

  /** The media is beyond mending, or the server asks for it: a new connection. */
  #break(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.close(comingBackCode);
    this.#failWaiting();
    this.#listener.onLost(null);
  }

  #end(error: MuxError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.close();
    this.#listener.onLost(error);
  }

  #closed(code: number): void {
    if (this.#joined === null) this.#entered.reject(new WebsocketError('The server could not be reached.'));
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#joined === null) return;
    this.#failWaiting();
    const said = this.#lastError?.message || 'The server has closed the connection.';
    this.#listener.onLost(mayReconnect(code) ? null : new DisconnectedError(said));
  }
}

/** Error types of a track that the server does not take: in answer to a request, and else. */
const publishFailed = { request: 1, signalling: 5 } as const;
