import type { TrackRef } from '../../../ports/sfu.ts';
import type { Rectangle } from '../picture/yuv-picture.ts';

/** A participant as far as pictures go. */
export interface Person {
  /** Null: nothing of the camera is to be seen. */
  readonly camera: TrackRef | null;
  readonly screen: TrackRef | null;
}

/** Who is there, in the order of their coming, and who of them speaks or spoke last; -1: nobody yet. */
export interface Scene {
  readonly people: readonly Person[];
  readonly speaker: number;
}

/** Where a picture stands in the programme. */
export interface Tile {
  /** Null: an empty tile stands for someone without a picture. */
  readonly track: TrackRef | null;
  readonly place: Rectangle;
  /** `cover` cuts off what is too much, `contain` shows everything. */
  readonly fit: 'cover' | 'contain';
}
