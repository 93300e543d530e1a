import { ParticipantEvent, ParticipantRole, TrackEvent } from './enums.ts';
import {
  PublishCustomEventError,
  PublishTrackError,
  SetDisplayNameError,
  UnpublishTrackError,
  UpdateTrackError,
} from './errors.ts';
import type { LocalTrack } from './local-track.ts';
import { Participant } from './participant.ts';
import { displayNameBound, payloadByteBound } from './protocol/bounds.ts';

/** What the participant asks of the connection that it has at the moment. */
export interface Outlet {
  publish(tracks: readonly LocalTrack[]): Promise<void>;
  unpublish(tids: readonly string[]): Promise<void>;
  replace(tid: string, media: MediaStreamTrack): Promise<void>;
  tellMuted(tid: string, muted: boolean): void;
  sendCustomEvent(payload: string): Promise<void>;
  setDisplayName(displayName: string): Promise<void>;
  /** Tells the listeners of the space. */
  told(what: 'published' | 'unpublished', track: LocalTrack): void;
}

interface Facts {
  readonly id: string;
  readonly connectionId: string;
  readonly role: ParticipantRole;
  readonly displayName: string;
}

/** This person. */
export class LocalParticipant extends Participant<LocalTrack> {
  readonly #outlet: Outlet;
  readonly #watches = new Map<LocalTrack, () => void>();

  /** @internal */
  constructor(facts: Facts, outlet: Outlet) {
    super(facts);
    this.#outlet = outlet;
  }

  /** Resolves once the server takes the tracks. @throws PublishTrackError for a subscriber, or what the server refuses. */
  async publishTracks(tracks: readonly LocalTrack[]): Promise<LocalTrack[]> {
    this.#mayPublish();
    const fresh = tracks.filter((track) => this.findTrack(track.tid) === undefined);
    if (fresh.some(({ track }) => track?.readyState !== 'live')) throw new PublishTrackError('A track has ended.');
    await this.#outlet.publish(fresh);
    for (const track of fresh) {
      this.addTrack(track);
      this.#watch(track);
      this.emit(ParticipantEvent.TrackPublished, track);
      this.#outlet.told('published', track);
    }
    return [...fresh];
  }

  /**
   * Puts each track in the place of the published one of the same source: another camera, another microphone. Nothing is
   * negotiated, and nobody else notices. What was there before is stopped.
   * @throws UpdateTrackError where nothing of the source is published.
   */
  async updateTracks(tracks: readonly LocalTrack[]): Promise<LocalTrack[]> {
    for (const track of tracks) {
      const former = this.getTracks().find(({ source, kind }) => source === track.source && kind === track.kind);
      if (former === undefined) throw new UpdateTrackError(`No track of source ${track.source} is published.`);
      if (former !== track) await this.#replace(former, track);
    }
    return [...tracks];
  }

  /** Devices are given back unless `stop` is false. @throws UnpublishTrackError where none of them is published. */
  async unpublishTracks(tracks: readonly LocalTrack[], { stop = true } = {}): Promise<void> {
    const published = tracks.filter((track) => this.findTrack(track.tid) === track);
    if (published.length === 0 && tracks.length > 0) throw new UnpublishTrackError('No such track is published.');
    for (const track of published) {
      this.#unwatch(track);
      this.dropTrack(track.tid);
      if (stop) track.stop();
    }
    await this.#outlet.unpublish(published.map(({ tid }) => tid));
    for (const track of published) {
      this.emit(ParticipantEvent.TrackUnpublished, track);
      this.#outlet.told('unpublished', track);
    }
  }

  async unpublishAllTracks(): Promise<void> {
    await this.unpublishTracks(this.getTracks());
  }

  /** A message to everybody in the space, of up to 4096 bytes. @throws PublishCustomEventError */
  async publishCustomEvent(payload: string): Promise<void> {
    if (this.role !== ParticipantRole.Publisher) throw new PublishCustomEventError('A subscriber publishes nothing.');
    if (new TextEncoder().encode(payload).length > payloadByteBound)
      throw new PublishCustomEventError(`A message has at most ${payloadByteBound} bytes.`);
    await this.#outlet.sendCustomEvent(payload);
  }

  /** The name that others see, of up to 64 characters. @throws SetDisplayNameError */
  async setDisplayName(displayName: string): Promise<void> {
    if (displayName.length > displayNameBound)
      throw new SetDisplayNameError(`A name has at most ${displayNameBound} characters.`);
    await this.#outlet.setDisplayName(displayName);
  }

  /** @internal Whatever was published stays open, but is published no more. */
  forgetTracks(): void {
    for (const track of this.getTracks()) this.#unwatch(track);
    this.audioTracks.clear();
    this.videoTracks.clear();
  }

  async #replace(former: LocalTrack, track: LocalTrack): Promise<void> {
    if (track.track === undefined) throw new UpdateTrackError('The track has no media.');
    await this.#outlet.replace(former.tid, track.track);
    this.#unwatch(former);
    former.stop();
    track.takeIdOf(former);
    this.addTrack(track);
    this.#watch(track);
    if (track.muted !== former.muted) this.#outlet.tellMuted(track.tid, track.muted);
  }

  #mayPublish(): void {
    if (this.role !== ParticipantRole.Publisher) throw new PublishTrackError('A subscriber publishes nothing.');
  }

  #watch(track: LocalTrack): void {
    const tell = () => {
      this.#outlet.tellMuted(track.tid, track.muted);
      this.emit(track.muted ? ParticipantEvent.TrackMuted : ParticipantEvent.TrackUnmuted, track);
    };
    // The browser's own "stop sharing", or a device that was pulled out.
    const end = () => void this.unpublishTracks([track]).catch(() => undefined);
    track.on(TrackEvent.Muted, tell).on(TrackEvent.Unmuted, tell);
    track.track?.addEventListener('ended', end);
    this.#watches.set(track, () => {
      track.off(TrackEvent.Muted, tell).off(TrackEvent.Unmuted, tell);
      track.track?.removeEventListener('ended', end);
    });
  }

  #unwatch(track: LocalTrack): void {
    this.#watches.get(track)?.();
    this.#watches.delete(track);
  }
}
