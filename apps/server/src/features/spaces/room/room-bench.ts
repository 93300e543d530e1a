import { type Arrival, arrive } from './arrivals.ts';
import { parseClientFrame } from './client-frame.ts';
import { createRoom, type Room } from './room.ts';
import type { Effect, SfuCommand, Step } from './step.ts';
import { type ConnectionInput, type RoomInput, stepConnection, stepRoom } from './step-room.ts';

const rules = {
  maxParticipants: 4,
  maxTracksPerSource: 2,
  customEventsPerSecond: 2,
  secondsPerDisplayName: 1,
  graceMs: 15_000,
};

type Frame = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** For tests: a room with clients that keep what they are told, and a media server that does at once what it is asked. */
export class RoomBench {
  room: Room = createRoom(rules, 'session');
  nowMs = 0;
  readonly frames = new Map<string, Frame[]>();
  readonly hungUp = new Map<string, string>();
  readonly commands: SfuCommand[] = [];

  arrive(id: string, given: Partial<Arrival> = {}) {
    const arrival: Arrival = {
      ...{ connectionId: id, participantId: id, chosenId: `chosen-${id}`, tokenDigest: 'token', role: 'publisher' },
      ...{ displayName: '', automaticLimit: 16, isHidden: false, reconnectId: null },
      ...given,
    };
    const admission = arrive(this.room, arrival, this.nowMs);
    if (!admission.isAdmitted) return admission.code;
    this.do(admission.step);
    return 'admitted';
  }
  feed(id: string, input: ConnectionInput): void {
    this.do(stepConnection(this.room, id, input));
  }
  feedAll(input: RoomInput): void {
    this.do(stepRoom(this.room, input));
  }
  say(id: string, message: object): void {
    const frame = parseClientFrame(JSON.stringify(message));
    if (frame === null) throw new Error('no frame');
    this.feed(id, { kind: 'frame', frame, nowMs: this.nowMs, newId: 'id' });
  }
  publish(id: string, source = 'camera', tid = `${id}-${source}`, mid = tid.slice(0, 16)): void {
    this.say(id, { pending_track: { tid, type: source === 'microphone' ? 1 : 2, source, mid } });
    this.say(id, { offer: 'v=0' });
  }
  /** All tracks but these are offered no more. */
  offerWithout(id: string, tid: string): void {
    const tracks = [...(this.room.connections.get(id)?.tracks.values() ?? [])].filter((track) => track.tid !== tid);
    const published = tracks.map((track) => ({ mid: '-', tid: track.tid, kind: track.kind, rids: [] }));
    this.feed(id, { kind: 'answered', answerSdp: 'v=0', tracks: published });
  }
  told(id: string, name: string) {
    return (this.frames.get(id) ?? []).filter((frame) => Object.hasOwn(frame, name));
  }
  private do({ room, effects }: Step): void {
    this.room = room;
    for (const effect of effects) this.perform(effect);
  }
  private perform(effect: Effect): void {
    if (effect.kind === 'send') {
      for (const id of effect.to) this.frames.set(id, [...(this.frames.get(id) ?? []), effect.frame as Frame]);
    } else if (effect.kind === 'hang-up') this.hungUp.set(effect.connectionId, effect.how);
    else this.obey(effect.command);
  }
  private obey(command: SfuCommand): void {
    this.commands.push(command);
    const { connectionId: id } = command;
    if (command.kind === 'open') this.feed(id, { kind: 'opened', offerSdp: 'v=0', iceServers: [] });
    if (command.kind === 'publish') {
      const { tracks = new Map(), pending = new Map() } = this.room.connections.get(id) ?? {};
      const known = [...tracks.values()].map(({ tid, kind }) => ({ mid: '-', tid, kind, rids: [] }));
      const begun = [...pending].map(([mid, { tid, kind }]) => ({ mid, tid, kind, rids: [] }));
      this.feed(id, { kind: 'answered', answerSdp: 'v=0', tracks: [...known, ...begun] });
    }
  }
}
