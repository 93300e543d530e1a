import { ParticipantEvent, ParticipantStatus, SpaceEvent } from './enums.ts';
import type { WireParticipant } from './protocol/wire.ts';
import { RemoteParticipant, type SubscriptionControl } from './remote-participant.ts';
import { RemoteTrack } from './remote-track.ts';
import type { RoomChange } from './room/room-change.ts';
import type { SpaceEvents } from './space-events.ts';

type Emit = <Name extends keyof SpaceEvents>(event: Name, ...given: SpaceEvents[Name]) => void;

/** Everybody else, kept as the room changes; their events, and those of the space about them. */
export class RemoteParticipants {
  readonly #people = new Map<string, RemoteParticipant>();
  /** Media of tracks that nobody has told of yet. */
  readonly #early = new Map<string, MediaStreamTrack>();
  readonly #emit: Emit;
  readonly #control: SubscriptionControl | null;

  constructor(emit: Emit, control: SubscriptionControl | null) {
    this.#emit = emit;
    this.#control = control;
  }

  get all(): ReadonlyMap<string, RemoteParticipant> {
    return this.#people;
  }

  find(connectionId: string): RemoteParticipant | undefined {
    return this.#people.get(connectionId);
  }

  /** Changes of others; the rest is the space's own. */
  apply(change: RoomChange): void {
    switch (change.type) {
      case 'joined':
        this.#join(change.participant);
        break;
      case 'left':
        this.#leave(change.connectionId);
        break;
      case 'moved':
        this.#move(change.from, change.participant);
        break;
      case 'published':
        this.#of(change, (person) => this.#publish(person, new RemoteTrack(change.track)));
        break;
      case 'unpublished':
        this.#of(change, (person) => this.#unpublish(person, person.findTrack(change.tid)));
        break;
      case 'muted':
        this.#of(change, (person) => this.#mute(person, person.findTrack(change.tid), change.muted));
        break;
      case 'renamed':
        this.#of(change, (person) => {
          person.rename(change.displayName);
          this.#emit(SpaceEvent.ParticipantDisplayNameChanged, person);
        });
        break;
    }
  }

  /** The media of a track has come, or gone. */
  takeMedia(tid: string, media: MediaStreamTrack | undefined): void {
    for (const person of this.#people.values()) {
      const track = person.findTrack(tid);
      if (track !== undefined) {
        this.#feed(person, track, media);
        return;
      }
    }
    if (media === undefined) this.#early.delete(tid);
    else this.#early.set(tid, media);
  }

  /** Nothing is received any more, until it comes anew. */
  dropMedia(): void {
    this.#early.clear();
    for (const person of this.#people.values())
      for (const track of person.getTracks()) this.#feed(person, track, undefined);
  }

  clear(): void {
    this.dropMedia();
    this.#people.clear();
  }

  #of({ connectionId }: { connectionId: string }, act: (person: RemoteParticipant) => void): void {
    const person = this.#people.get(connectionId);
    if (person !== undefined) act(person);
  }

  #join(facts: WireParticipant): void {
    const person = new RemoteParticipant(facts, this.#control);
    this.#people.set(facts.connectionId, person);
    this.#emit(SpaceEvent.ParticipantJoined, person);
    for (const track of person.getTracks()) {
      this.#emit(SpaceEvent.ParticipantTrackPublished, person, track);
      this.#feedEarly(person, track);
    }
  }

  #leave(connectionId: string): void {
    const person = this.#people.get(connectionId);
    if (person === undefined) return;
    for (const track of person.getTracks()) this.#unpublish(person, track);
    this.#people.delete(connectionId);
    person.status = ParticipantStatus.Disconnected;
    this.#emit(SpaceEvent.ParticipantLeft, person);
  }

  #move(from: string, { connectionId }: WireParticipant): void {
    const person = this.#people.get(from);
    if (person === undefined) return;
    this.#people.delete(from);
    this.#people.set(connectionId, person);
    person.moveTo(connectionId);
    person.status = ParticipantStatus.Reconnected;
  }

  #publish(person: RemoteParticipant, track: RemoteTrack): void {
    person.addTrack(track);
    person.emit(ParticipantEvent.TrackPublished, track);
    this.#emit(SpaceEvent.ParticipantTrackPublished, person, track);
    this.#feedEarly(person, track);
  }

  #unpublish(person: RemoteParticipant, track: RemoteTrack | undefined): void {
    if (track === undefined) return;
    this.#feed(person, track, undefined);
    person.dropTrack(track.tid);
    person.emit(ParticipantEvent.TrackUnpublished, track);
    this.#emit(SpaceEvent.ParticipantTrackUnpublished, person, track);
  }

  #mute(person: RemoteParticipant, track: RemoteTrack | undefined, muted: boolean): void {
    if (!track?.setMuted(muted)) return;
    person.emit(muted ? ParticipantEvent.TrackMuted : ParticipantEvent.TrackUnmuted, track);
    this.#emit(muted ? SpaceEvent.ParticipantTrackMuted : SpaceEvent.ParticipantTrackUnmuted, person, track);
  }

  #feedEarly(person: RemoteParticipant, track: RemoteTrack): void {
    const media = this.#early.get(track.tid);
    this.#early.delete(track.tid);
    if (media !== undefined) this.#feed(person, track, media);
  }

  #feed(person: RemoteParticipant, track: RemoteTrack, media: MediaStreamTrack | undefined): void {
    if (track.track === media) return;
    const wasReceived = track.hasMedia();
    track.setMedia(media);
    if (wasReceived === track.hasMedia()) return;
    const isReceived = track.hasMedia();
    person.emit(isReceived ? ParticipantEvent.TrackSubscribed : ParticipantEvent.TrackUnsubscribed, track);
    this.#emit(
      isReceived ? SpaceEvent.ParticipantTrackSubscribed : SpaceEvent.ParticipantTrackUnsubscribed,
      person,
      track,
    );
  }
}
