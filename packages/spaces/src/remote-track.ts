import type { TrackKind, TrackSource } from './enums.ts';
import type { WireTrack } from './protocol/wire.ts';
import { Track } from './track.ts';

/** A track of somebody else. It has media while it is received. */
export class RemoteTrack extends Track {
  readonly tid: string;
  readonly name: string;
  readonly source: TrackSource;
  readonly kind: TrackKind;
  readonly width: number;
  readonly height: number;

  /** @internal */
  constructor({ tid, name, source, kind, width, height, muted }: WireTrack) {
    super();
    this.tid = tid;
    this.name = name;
    this.source = source;
    this.kind = kind;
    this.width = width;
    this.height = height;
    this.setMuted(muted);
  }
}
