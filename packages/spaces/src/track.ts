import { Emitter } from './emitter.ts';
import { TrackEvent, TrackKind, type TrackSource } from './enums.ts';
import { playWhenAllowed } from './media/play-when-allowed.ts';

/** What a track hands to its listeners. */
export interface TrackEvents {
  [TrackEvent.Muted]: readonly [Track];
  [TrackEvent.Unmuted]: readonly [Track];
}

/** Sound or picture of a participant. */
export abstract class Track extends Emitter<TrackEvents> {
  abstract readonly tid: string;
  abstract readonly name: string;
  abstract readonly source: TrackSource;
  abstract readonly kind: TrackKind;
  /** Pixels of the picture; 0 for sound and as long as it is not known. */
  abstract readonly width: number;
  abstract readonly height: number;
  /** Elements that play this track, in the order in which they were attached. */
  readonly attachedElements: HTMLMediaElement[] = [];

  #media: MediaStreamTrack | undefined;
  #muted = false;

  /** What the browser plays; undefined while nothing is received. */
  get track(): MediaStreamTrack | undefined {
    return this.#media;
  }

  get muted(): boolean {
    return this.#muted;
  }

  isMuted(): boolean {
    return this.#muted;
  }

  hasMedia(): boolean {
    return this.#media !== undefined;
  }

  getSource(): TrackSource {
    return this.source;
  }

  getKind(): TrackKind {
    return this.kind;
  }

  /**
   * Plays the track in `element`, or in a new one of its kind, and goes on whenever media comes back after a reconnect.
   * Sound that the browser holds back until the person has done something in the page begins with the next click or key.
   */
  attach(element?: HTMLMediaElement): HTMLMediaElement {
    const target = element ?? document.createElement(this.kind === TrackKind.Audio ? 'audio' : 'video');
    target.autoplay = true;
    if (target instanceof HTMLVideoElement) target.playsInline = true;
    // A picture has no sound of its own, and browsers start only what is muted without being asked.
    if (this.kind === TrackKind.Video) target.muted = true;
    if (!this.attachedElements.includes(target)) this.attachedElements.push(target);
    this.#feed(target);
    return target;
  }

  /** Stops playing in `element`, or in all; returns those it played in. */
  detach(element?: HTMLMediaElement): HTMLMediaElement[] {
    const leaving = this.attachedElements.filter((one) => element === undefined || one === element);
    for (const one of leaving) {
      this.attachedElements.splice(this.attachedElements.indexOf(one), 1);
      one.srcObject = null;
    }
    return leaving;
  }

  /** @internal The media of this track has come, changed or gone. */
  setMedia(media: MediaStreamTrack | undefined): void {
    this.#media = media;
    for (const element of this.attachedElements) this.#feed(element);
  }

  /** @internal */
  setMuted(muted: boolean): boolean {
    if (this.#muted === muted) return false;
    this.#muted = muted;
    this.emit(muted ? TrackEvent.Muted : TrackEvent.Unmuted, this);
    return true;
  }

  #feed(element: HTMLMediaElement): void {
    if (this.#media === undefined) {
      element.srcObject = null;
      return;
    }
    const playing = element.srcObject instanceof MediaStream ? element.srcObject.getTracks() : [];
    if (!playing.includes(this.#media)) element.srcObject = new MediaStream([this.#media]);
    playWhenAllowed(element);
  }
}
