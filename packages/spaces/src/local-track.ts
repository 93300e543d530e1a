import type { TrackKind, TrackSource } from './enums.ts';
import { Track } from './track.ts';

interface LocalTrackParts {
  readonly media: MediaStreamTrack;
  readonly source: TrackSource;
  readonly kind: TrackKind;
  readonly name: string;
}

/** A track of this person, published or not yet. */
export class LocalTrack extends Track {
  readonly name: string;
  readonly source: TrackSource;
  readonly kind: TrackKind;
  #tid: string = crypto.randomUUID();

  /** @internal Made by `getUserMedia`, `getDisplayMedia` and `getLocalTracksFromMediaStream`. */
  constructor({ media, source, kind, name }: LocalTrackParts) {
    super();
    this.name = name;
    this.source = source;
    this.kind = kind;
    this.setMedia(media);
  }

  /** Stays the same through reconnects and when `updateTracks` puts another device in its place. */
  get tid(): string {
    return this.#tid;
  }

  get deviceId(): string | undefined {
    return this.track?.getSettings().deviceId;
  }

  get width(): number {
    return this.track?.getSettings().width ?? 0;
  }

  get height(): number {
    return this.track?.getSettings().height ?? 0;
  }

  /** Sends silence or black, and tells everybody. The device stays open. */
  mute(): void {
    if (this.track) this.track.enabled = false;
    this.setMuted(true);
  }

  unMute(): void {
    if (this.track) this.track.enabled = true;
    this.setMuted(false);
  }

  /** Gives the device back. A track that is published is unpublished by it. */
  stop(): void {
    const media = this.track;
    media?.stop();
    // Browsers tell only of ends that were not asked for.
    media?.dispatchEvent(new Event('ended'));
  }

  /** @internal Takes the place of a published track. */
  takeIdOf({ tid }: LocalTrack): void {
    this.#tid = tid;
  }
}
