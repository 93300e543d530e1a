/** What is shown of a space, and where it goes. */
export interface BroadcastOrder {
  readonly environmentId: string;
  readonly spaceId: string;
  /** `active_session_id` of the space. */
  readonly sessionId: string;
  readonly broadcastId: string;
  readonly layout: 'gallery' | 'active-speaker' | 'crop';
  /** Width and height in pixels, `1920x1080`. */
  readonly resolution: string;
  /** Address of a picture; whoever fetches it does so as everything outside is fetched. */
  readonly background: string | null;
  readonly liveStream: {
    readonly id: string;
    /** A secret. */
    readonly streamKey: string;
  };
}

/**
 * Composes the participants of a space into one programme and sends it to a live stream. What is stored of a broadcast
 * is kept by its caller: `start` is called once the broadcast is taken, `stop` once nobody may take it as running.
 */
export interface BroadcastControl {
  /**
   * Resolves once the programme is under way. Rejects with a `SluiceError` whose message is for the caller of the API;
   * then the broadcast is idle again.
   */
  start(order: BroadcastOrder): Promise<void>;
  /** Resolves once nothing more is sent; silent about a broadcast that does not run. */
  stop(broadcastId: string): Promise<void>;
}
