/** Of the stock client what the tests use. */
interface StockTrack {
  readonly source: string;
  readonly track?: MediaStreamTrack;
  mute(): void;
  unMute(): void;
}

interface StockParticipant {
  readonly id: string;
  readonly connectionId: string;
  readonly role: number;
  readonly displayName: string;
  getAudioTracks(): StockTrack[];
  getVideoTracks(): StockTrack[];
  publishTracks(tracks: readonly StockTrack[]): Promise<unknown>;
  unpublishTracks(tracks: readonly StockTrack[]): Promise<unknown>;
  publishCustomEvent(payload: string): Promise<unknown>;
  setDisplayName(name: string): Promise<unknown>;
  subscribe(): Promise<void>;
  unsubscribe(): Promise<void>;
  isSubscribed(): boolean;
}

interface StockSpace {
  readonly localParticipant: StockParticipant;
  readonly participants: ReadonlyMap<string, StockParticipant>;
  join(): Promise<StockParticipant>;
  leave(): void;
  on(event: string, listener: (...values: never[]) => void): void;
  submitAcrScore(score: number): Promise<void>;
}

interface StockClient {
  readonly Space: new (token: string, options: object) => StockSpace;
  readonly SpaceEvent: Readonly<Record<string, string>>;
  getUserMedia(options: object): Promise<StockTrack[]>;
  getDisplayMedia(options: object): Promise<StockTrack[]>;
}

/** What the tests do in a page that has the stock client of spaces loaded as `MuxSpaces`. */
export interface PeopleInPage {
  enter(name: string, token: string, options: object): Promise<EnteredFacts>;
  publish(name: string, what: 'camera' | 'microphone' | 'both' | 'screen'): Promise<readonly string[]>;
  events(name: string): readonly string[];
  /** Decoded frames of a participant's video by its source, of what `name` receives. */
  frames(name: string, participantId: string, source?: string): Promise<number>;
  space(name: string): StockSpace;
}

export interface EnteredFacts {
  readonly id?: string;
  readonly connectionId?: string;
  readonly role?: number;
  readonly displayName?: string;
  readonly error?: string;
  readonly message?: string;
}

declare global {
  interface Window {
    people: PeopleInPage;
    sockets: WebSocket[];
    sent: string[];
    MuxSpaces: StockClient;
    MUX_SPACES_BACKEND_URL: string;
    MUX_SPACES_HELIOS_URL: string;
  }
}

/** Runs in the page: nothing from outside of it can be used here. */
export function installPeople(): void {
  const spaces = new Map<string, StockSpace>();
  const logs = new Map<string, string[]>();
  const receivers = new Map<string, RTCRtpReceiver>();
  window.sockets = [];
  window.sent = [];

  const named = (name: string): StockSpace => {
    const space = spaces.get(name);
    if (space === undefined) throw new Error(`${name} is nowhere`);
    return space;
  };

  const OwnSocket = window.WebSocket;
  window.WebSocket = class extends OwnSocket {
    constructor(url: string | URL) {
      super(url);
      window.sockets.push(this);
    }
    override send(data: string): void {
      window.sent.push(data);
      super.send(data);
    }
  } as typeof WebSocket;

  const OwnConnection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends OwnConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ receiver, track }) => receivers.set(track.id, receiver));
    }
  } as typeof RTCPeerConnection;

  type Shown = { source?: string; id?: string; payload?: string } | { participant: { id: string } }[];
  const show = (value: Shown): string => {
    if (Array.isArray(value)) return `[${value.map(({ participant }) => participant.id).join()}]`;
    return String(value?.source ?? value?.id ?? value?.payload ?? value);
  };

  const picture = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: 15 };
  const getTracks = (what: string): Promise<StockTrack[]> => {
    if (what === 'screen') return window.MuxSpaces.getDisplayMedia({ video: true, audio: false });
    const video = what === 'microphone' ? false : { constraints: picture };
    return window.MuxSpaces.getUserMedia({ audio: what !== 'camera', video });
  };

  window.people = {
    async enter(name, token, options) {
      const { Space, SpaceEvent } = window.MuxSpaces;
      const log: string[] = [];
      logs.set(name, log);
      try {
        const space = new Space(token, options);
        spaces.set(name, space);
        for (const event of Object.values(SpaceEvent)) {
          space.on(event, (...values: Shown[]) => log.push([event, ...values.map(show)].join(' ')));
        }
        const local = await space.join();
        return { id: local.id, connectionId: local.connectionId, role: local.role, displayName: local.displayName };
      } catch (error) {
        return error instanceof Error ? { error: error.constructor.name, message: error.message } : {};
      }
    },
    async publish(name, what) {
      const tracks = await getTracks(what);
      await named(name).localParticipant.publishTracks(tracks);
      return tracks.map(({ source }) => source);
    },
    events: (name) => logs.get(name) ?? [],
    async frames(name, participantId, source = 'camera') {
      const participants = [...named(name).participants.values()];
      const tracks = participants.find(({ id }) => id === participantId)?.getVideoTracks() ?? [];
      const media = tracks.find((track) => track.source === source)?.track;
      const stats = await receivers.get(media?.id ?? '')?.getStats();
      const inbound = [...(stats?.values() ?? [])].find(({ type }) => type === 'inbound-rtp');
      return inbound?.framesDecoded ?? 0;
    },
    space: named,
  };
}
