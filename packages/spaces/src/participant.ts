import { Emitter } from './emitter.ts';
import { ParticipantEvent, type ParticipantRole, TrackKind } from './enums.ts';
import type { Track } from './track.ts';

/** A message between participants; the numbers order all messages of a space. */
export interface CustomEvent {
  readonly payload: string;
  readonly sequenceNumber: number;
  readonly scope: number;
}

/** What a participant hands to its listeners. */
export interface ParticipantEvents<SomeTrack extends Track = Track> {
  [ParticipantEvent.TrackMuted]: readonly [SomeTrack];
  [ParticipantEvent.TrackUnmuted]: readonly [SomeTrack];
  [ParticipantEvent.TrackPublished]: readonly [SomeTrack];
  [ParticipantEvent.TrackUnpublished]: readonly [SomeTrack];
  [ParticipantEvent.TrackSubscribed]: readonly [SomeTrack];
  [ParticipantEvent.TrackUnsubscribed]: readonly [SomeTrack];
  [ParticipantEvent.StartedSpeaking]: readonly [];
  [ParticipantEvent.StoppedSpeaking]: readonly [];
  [ParticipantEvent.CustomEventPublished]: readonly [CustomEvent];
  [ParticipantEvent.DisplayNameChanged]: readonly [string];
}

interface Identity {
  readonly id: string;
  readonly connectionId: string;
  readonly role: ParticipantRole;
  readonly displayName: string;
}

/** Somebody in a space. */
export abstract class Participant<SomeTrack extends Track> extends Emitter<ParticipantEvents<SomeTrack>> {
  /** Stays the same through reconnects. */
  readonly id: string;
  readonly role: ParticipantRole;
  readonly audioTracks = new Map<string, SomeTrack>();
  readonly videoTracks = new Map<string, SomeTrack>();
  #connectionId: string;
  #displayName: string;

  constructor({ id, connectionId, role, displayName }: Identity) {
    super();
    this.id = id;
    this.role = role;
    this.#connectionId = connectionId;
    this.#displayName = displayName;
  }

  /** Another one after every reconnect. */
  get connectionId(): string {
    return this.#connectionId;
  }

  get displayName(): string {
    return this.#displayName;
  }

  getTracks(): SomeTrack[] {
    return [...this.getAudioTracks(), ...this.getVideoTracks()];
  }

  getAudioTracks(): SomeTrack[] {
    return [...this.audioTracks.values()];
  }

  getVideoTracks(): SomeTrack[] {
    return [...this.videoTracks.values()];
  }

  /** @internal */
  findTrack(tid: string): SomeTrack | undefined {
    return this.audioTracks.get(tid) ?? this.videoTracks.get(tid);
  }

  /** @internal */
  addTrack(track: SomeTrack): void {
    (track.kind === TrackKind.Audio ? this.audioTracks : this.videoTracks).set(track.tid, track);
  }

  /** @internal */
  dropTrack(tid: string): void {
    this.audioTracks.delete(tid);
    this.videoTracks.delete(tid);
  }

  /** @internal */
  moveTo(connectionId: string): void {
    this.#connectionId = connectionId;
  }

  /** @internal */
  rename(displayName: string): void {
    this.#displayName = displayName;
    this.emit(ParticipantEvent.DisplayNameChanged, displayName);
  }
}
