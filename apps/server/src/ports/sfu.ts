/** A published track: who publishes it and the id that its publisher gave it. Unique within a room. */
export interface TrackRef {
  /** The publishing connection, named by the caller: the connection, not the participant. */
  readonly peer: string;
  readonly tid: string;
}

/** Which m-line of the publisher's offer carries which track. */
export interface TrackBinding {
  /** `a=mid` of the offer. */
  readonly mid: string;
  readonly tid: string;
}

export interface PublishedTrack extends TrackBinding {
  readonly kind: 'audio' | 'video';
  /** The rids of a simulcast track in the order of the offer, smallest first; empty for one layer. */
  readonly rids: readonly string[];
}

export interface PublishAnswer {
  /** The answer, with every candidate of ours in it: candidates of browsers are not needed (ICE-lite). */
  readonly answerSdp: string;
  /** Everything that this peer publishes now; what it has ceased to publish came as `trackEnded`. */
  readonly tracks: readonly PublishedTrack[];
}

export interface Offer {
  readonly offerSdp: string;
}

/** A layer of a simulcast track: 0 is the smallest picture, and the fewest frames of it. */
export interface VideoLayer {
  readonly spatial: number;
  readonly temporal: number;
}

export interface RtpTarget {
  readonly ip: string;
  readonly port: number;
  /** Without one, RTCP goes to the port of the RTP (RFC 5761). */
  readonly rtcpPort?: number;
}

export interface RtpForwarding {
  /** What is sent there, for `ffmpeg -protocol_whitelist file,udp,rtp -i FILE.sdp`. */
  readonly sdp: string;
  readonly kind: 'audio' | 'video';
  /** `opus`, `VP8`, `H264`. */
  readonly codec: string;
  readonly payloadType: number;
  /** Hz of the RTP time stamps. */
  readonly clockRate: number;
  readonly channels: number;
  readonly ssrc: number;
  /** Begins to send, with a key frame first: call it once the receiver listens. */
  start(): Promise<void>;
  requestKeyFrame(): Promise<void>;
  stop(): Promise<void>;
}

export type SfuEvent =
  /** The tracks that are heard now, all of them, who has the floor first; after every change. */
  | { readonly type: 'speakers'; readonly room: string; readonly tracks: readonly TrackRef[] }
  /** Unpublished, closed or lost. Subscribers keep its m-line until their next `setTracks`. */
  | { readonly type: 'trackEnded'; readonly room: string; readonly track: TrackRef }
  /** What a subscriber is sent now; null: nothing, its link or its publisher is too slow. */
  | { readonly type: 'layers'; readonly session: string; readonly track: TrackRef; readonly layer: VideoLayer | null }
  /** Whether media can flow between the browser and us: a publisher's leg has no session. */
  | {
      readonly type: 'connection';
      readonly room: string;
      readonly peer: string;
      readonly session: string | null;
      readonly connected: boolean;
    }
  /** The engine of these rooms died and everything of them is gone; the next call opens them anew, on another. */
  | { readonly type: 'died'; readonly rooms: readonly string[] };

export interface SfuStats {
  readonly rooms: number;
  readonly publishers: number;
  readonly subscribers: number;
  readonly publishedTracks: number;
  readonly subscribedTracks: number;
  /** Seconds of processor time that the engine has used since it started. */
  readonly cpuSeconds: number;
}

/** The program that moves the packets. */
export interface EngineBuild {
  readonly version: string;
  /** `prebuilt`: upstream's, with all its libraries in it. `compiled`: ours of its sources, with the system's libraries. */
  readonly kind: 'prebuilt' | 'compiled';
}

/**
 * Passes media on between browsers. SDP in, SDP out; who may do what is decided before. A room is there from the first
 * call that names it until `closeRoom`. A peer has one publisher's leg, where it offers, and any number of subscriber's
 * sessions, where we offer.
 *
 * Errors: `rtc/not-ready` (503, not built yet or restarting), `rtc/too-many-rooms` (503), `rtc/bad-sdp` (400),
 * `rtc/unknown-session`, `rtc/unknown-track` (404). Whatever closes is silent about what is not there.
 */
export interface Sfu {
  /** Of the engine. */
  readonly name: string;
  /** Starts the engine unless it runs; rejects with `rtc/not-ready`. Every other call does it by itself. */
  ready(): Promise<void>;
  /** Which engine it is; null while it is not there. */
  build(): Promise<EngineBuild | null>;

  /**
   * The publisher's offer, the first one or a later one: new m-lines begin, those that stopped sending end, new ICE
   * credentials restart ICE. Calls of one peer are taken one after the other.
   *
   * @param bindings of all m-lines that send, or of those that are new: an m-line keeps its track, and with another
   *   `tid` it ends and begins. An m-line that has none is not received. Without any list every one has a `tid` of ours.
   *   `rtc/track-taken` (409) where another peer of the room has one of the ids: subscribers tell tracks by nothing else.
   *   Who comes back under another name closes the former peer first.
   */
  publish(room: string, peer: string, offerSdp: string, bindings?: readonly TrackBinding[]): Promise<PublishAnswer>;

  /** Opens a session in which nothing is received yet: the offer holds a data channel that nobody uses. */
  subscribe(room: string, peer: string): Promise<Offer & { readonly session: string }>;
  /**
   * Makes exactly these tracks the received ones; what is not published (any more) is left out. The stream id in the
   * `a=msid` of a track is its `tid`. Null: nothing to negotiate now, either because nothing changed or because an offer
   * waits for its answer, which then returns the next one.
   */
  setTracks(session: string, tracks: readonly TrackRef[]): Promise<Offer | null>;
  /** The browser's answer; media begins to flow. Resolves to the next offer where `setTracks` was called meanwhile. */
  answer(session: string, answerSdp: string): Promise<Offer | null>;
  /** New ICE credentials for a session whose connection was lost. Null as for `setTracks`. */
  restartIce(session: string): Promise<Offer | null>;

  /**
   * Stops sending one track to one subscriber, and begins again; needs no negotiation. As the two below it is for tracks
   * that an offer of this session holds: `rtc/unknown-track` else.
   */
  setPaused(session: string, track: TrackRef, paused: boolean): Promise<void>;
  /** Stops passing a track on to anyone, and begins again. */
  setMuted(room: string, track: TrackRef, muted: boolean): Promise<void>;
  /** The best layer that a subscriber is sent; what its link cannot take is less. Null, as from the start: no bound. */
  setPreferredLayer(session: string, track: TrackRef, layer: VideoLayer | null): Promise<void>;
  /** A whole picture for this subscriber, as soon as its publisher has made one. */
  requestKeyFrame(session: string, track: TrackRef): Promise<void>;

  /** Sends a track as plain RTP, once it is started, until it is stopped or the track ends. */
  forwardRtp(room: string, track: TrackRef, to: RtpTarget): Promise<RtpForwarding>;

  on(listener: (event: SfuEvent) => void): void;
  closeSession(session: string): Promise<void>;
  /** Ends what the peer publishes, and its sessions. */
  closePeer(room: string, peer: string): Promise<void>;
  closeRoom(room: string): Promise<void>;
  stats(): Promise<SfuStats>;
  stop(): Promise<void>;
}
