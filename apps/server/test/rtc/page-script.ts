/** What a track looks like to who receives it. */
export interface ReceivedFacts {
  readonly kind: string;
  readonly frames: number;
  readonly widthPx: number;
  readonly packets: number;
  readonly freezes: number;
  /** Packets that came because they were asked for again. */
  readonly resent: number;
}

export interface Route {
  readonly protocol: string;
  readonly localType: string;
  readonly localPort: number;
  readonly remoteType: string;
}

export interface PublishOptions {
  readonly kind: 'audio' | 'video';
  readonly tid: string;
  /** Smallest first; none: one layer. */
  readonly rids?: readonly string[];
  readonly codec?: string;
}

/** What the test page offers to `page.evaluate`: a publishing and a receiving connection of a plain browser. */
export interface RtcPage {
  configure(configuration: RTCConfiguration): void;
  publish(options: PublishOptions): Promise<void>;
  unpublish(tid: string): void;
  offer(restart?: boolean): Promise<{ sdp: string; bindings: { mid: string; tid: string }[] }>;
  accept(answerSdp: string): Promise<void>;
  receive(offerSdp: string): Promise<string>;
  facts(): Promise<Record<string, ReceivedFacts>>;
  /** Ids of the streams whose `removetrack` has fired. */
  readonly removed: string[];
  /** Of the chosen pair of candidates of either connection. */
  route(end: 'publisher' | 'subscriber'): Promise<Route | null>;
  /** Packets that the publishing connection sent again. */
  resent(): Promise<number>;
  states(): { publisher: string; subscriber: string };
}

declare global {
  interface Window {
    rtc: RtcPage;
  }
}

/** Runs in the page before anything else. */
export function installRtc(): void {
  const senders = new Map<string, RTCRtpTransceiver>();
  const streams = new Map<string, { stream: MediaStream; transceiver: RTCRtpTransceiver }>();
  const removed: string[] = [];
  let configuration: RTCConfiguration = {};
  let publisher: RTCPeerConnection | undefined;
  let subscriber: RTCPeerConnection | undefined;
  const outgoing = (): RTCPeerConnection => {
    publisher ??= new RTCPeerConnection(configuration);
    return publisher;
  };

  function incoming(): RTCPeerConnection {
    if (subscriber !== undefined) return subscriber;
    subscriber = new RTCPeerConnection(configuration);
    subscriber.ontrack = ({ streams: [stream], transceiver }) => {
      if (stream === undefined) return;
      streams.set(stream.id, { stream, transceiver });
      stream.onremovetrack = () => {
        removed.push(stream.id);
        streams.delete(stream.id);
      };
      const video = document.createElement('video');
      Object.assign(video, { muted: true, autoplay: true, srcObject: stream });
      document.body.append(video);
    };
    return subscriber;
  }

  async function capture(kind: 'audio' | 'video'): Promise<MediaStreamTrack> {
    const video = { width: 1280, height: 720, frameRate: 10 };
    const stream = await navigator.mediaDevices.getUserMedia(kind === 'video' ? { video } : { audio: true });
    const [track] = stream.getTracks();
    if (track === undefined) throw new Error('no fake device');
    return track;
  }

  function encodings(rids: readonly string[]): RTCRtpEncodingParameters[] {
    const most = [150_000, 500_000, 1_500_000];
    const scale = (index: number) => 2 ** (rids.length - 1 - index);
    return rids.map((rid, index) => ({ rid, maxBitrate: most[index] ?? 0, scaleResolutionDownBy: scale(index) }));
  }

  async function statsOf(transceiver: RTCRtpTransceiver): Promise<ReceivedFacts> {
    const found = { kind: transceiver.receiver.track.kind, frames: 0, widthPx: 0, packets: 0, freezes: 0, resent: 0 };
    for (const stat of (await transceiver.receiver.getStats()).values()) {
      if (stat.type !== 'inbound-rtp' || stat.mid !== transceiver.mid) continue;
      // A second source on the same m-line only measures the link.
      if ((stat.framesDecoded ?? 0) < found.frames) continue;
      found.frames = stat.framesDecoded ?? 0;
      found.widthPx = stat.frameWidth ?? 0;
      found.packets = stat.packetsReceived ?? 0;
      found.freezes = stat.freezeCount ?? 0;
      found.resent = stat.retransmittedPacketsReceived ?? 0;
    }
    return found;
  }

  window.rtc = {
    removed,
    configure: (given) => {
      configuration = given;
    },
    async publish({ kind, tid, rids = [], codec }) {
      const track = await capture(kind);
      const sendEncodings = encodings(rids);
      const transceiver = outgoing().addTransceiver(track, { direction: 'sendonly', sendEncodings });
      const codecs = RTCRtpSender.getCapabilities(kind)?.codecs ?? [];
      if (codec !== undefined) transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === codec));
      senders.set(tid, transceiver);
    },
    unpublish(tid) {
      const transceiver = senders.get(tid);
      if (transceiver !== undefined) outgoing().removeTrack(transceiver.sender);
      senders.delete(tid);
    },
    async offer(restart = false) {
      await outgoing().setLocalDescription(await outgoing().createOffer({ iceRestart: restart }));
      const bindings = [...senders].map(([tid, { mid }]) => ({ mid: mid ?? '', tid }));
      return { sdp: outgoing().localDescription?.sdp ?? '', bindings };
    },
    accept: (sdp) => outgoing().setRemoteDescription({ type: 'answer', sdp }),
    async receive(sdp) {
      await incoming().setRemoteDescription({ type: 'offer', sdp });
      await incoming().setLocalDescription();
      return incoming().localDescription?.sdp ?? '';
    },
    async facts() {
      const all = [...streams].map(async ([id, { transceiver }]) => [id, await statsOf(transceiver)] as const);
      return Object.fromEntries(await Promise.all(all));
    },
    async route(end) {
      const stats = await (end === 'publisher' ? publisher : subscriber)?.getStats();
      const pair = [...(stats?.values() ?? [])].find((stat) => stat.type === 'transport')?.selectedCandidatePairId;
      const local = stats?.get(stats.get(pair)?.localCandidateId);
      const remote = stats?.get(stats.get(pair)?.remoteCandidateId);
      if (local === undefined || remote === undefined) return null;
      const { protocol, candidateType: localType, port: localPort } = local;
      return { protocol, localType, localPort, remoteType: remote.candidateType };
    },
    async resent() {
      const stats = [...((await publisher?.getStats())?.values() ?? [])];
      return stats.reduce((sum, stat) => sum + (stat.retransmittedPacketsSent ?? 0), 0);
    },
    states: () => ({
      publisher: publisher?.connectionState ?? 'none',
      subscriber: subscriber?.connectionState ?? 'none',
    }),
  };
}
