export interface Fingerprint {
  readonly algorithm: string;
  readonly value: string;
}

/** A description and, for an engine that reads none, what stands in it. */
export interface ClientOffer {
  readonly sdp: string;
  readonly fingerprint: Fingerprint;
  readonly audioSsrc: number;
  readonly videoSsrc: number;
  readonly videoRtxSsrc: number;
}

export interface ClientAnswer {
  readonly sdp: string;
  readonly fingerprint: Fingerprint;
}

export interface Received {
  readonly packets: number;
  /** From the sender's write to the receiver's read, of video packets. */
  readonly delaysMs: readonly number[];
}

/** What a process full of WebRTC clients is asked for. */
export interface ClientCalls {
  offer(publisher: string): Promise<ClientOffer>;
  /** Resolves once media can flow. */
  accept(publisher: string, answerSdp: string): Promise<void>;
  /** These publishers send from now on, all others are silent. */
  send(publishers: readonly string[], bitsPerSecond: number): void;
  answer(subscriber: string, offerSdp: string): Promise<ClientAnswer>;
  /** Resolves with the first whole picture that this one has of each of so many publishers. */
  firstPictures(subscriber: string, count: number): Promise<void>;
  /** Of all subscribers of this process since the last call. */
  received(): Received;
  leave(subscriber: string): Promise<void>;
}
