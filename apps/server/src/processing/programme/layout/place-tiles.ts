import type { TrackRef } from '../../../ports/sfu.ts';
import type { Rectangle } from '../picture/yuv-picture.ts';
import { fullGridOf, gridOf } from './grid.ts';
import type { Person, Scene, Tile } from './scene.ts';

export type Layout = 'gallery' | 'active-speaker' | 'crop';

export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

/** Mux contract §4.2. */
const MAX_PEOPLE = 10;
/** Of the longer side, for a screen that somebody shares. */
const SCREEN_SHARE = 0.8;

const wholeOf = ({ width, height }: CanvasSize): Rectangle => ({ x: 0, y: 0, width, height });

/** About a hundredth of the shorter side. */
const gapOf = ({ width, height }: CanvasSize): number => Math.round(Math.min(width, height) / 180) * 2;

const shapeOf = ({ width, height }: CanvasSize): number => (width > height ? 16 / 9 : 4 / 3);

const tileOf = ({ camera: track }: Person, place: Rectangle): Tile => ({ track, place, fit: 'cover' });

/** The room for a screen, and what is left beside it, or below it where the canvas is not wider than high. */
function split(size: CanvasSize): readonly [Rectangle, Rectangle] {
  const { width, height } = size;
  const isWide = width > height;
  const part = Math.floor(((isWide ? width : height) * SCREEN_SHARE) / 2) * 2;
  return isWide
    ? [
        { ...wholeOf(size), width: part },
        { x: part, y: 0, width: width - part, height },
      ]
    : [
        { ...wholeOf(size), height: part },
        { x: 0, y: part, width, height: height - part },
      ];
}

/** The screen that is shown: the speaker's, else the one that came last. */
function screenOf({ people, speaker }: Scene): TrackRef | null {
  return people[speaker]?.screen ?? people.findLast(({ screen }) => screen !== null)?.screen ?? null;
}

const gallery = (people: readonly Person[], area: Rectangle, size: CanvasSize): Tile[] =>
  gridOf(people.length, area, shapeOf(size), gapOf(size)).map((place, index) => tileOf(people[index] as Person, place));

/** Those who are shown: the speaker always, and of the others those who came first. */
function shown({ people, speaker }: Scene): readonly Person[] {
  if (speaker < MAX_PEOPLE) return people.slice(0, MAX_PEOPLE);
  return [...people.slice(0, MAX_PEOPLE - 1), ...people.slice(speaker, speaker + 1)];
}

/** Until somebody has spoken, it is who came first with a picture. */
function speakerOf({ people, speaker }: Scene): Person | undefined {
  return people[speaker] ?? people.find(({ camera }) => camera !== null) ?? people[0];
}

/** With a screen: that one large, and `beside` it whoever belongs there. */
function aroundScreen(screen: TrackRef, beside: readonly Person[], size: CanvasSize): Tile[] {
  const [large, rest] = split(size);
  return [{ track: screen, place: large, fit: 'contain' }, ...gallery(beside, rest, size)];
}

/** Where everything stands in a programme of this size (Mux contract §4.2), the lowest first. */
export function placeTiles(layout: Layout, size: CanvasSize, scene: Scene): Tile[] {
  const screen = screenOf(scene);
  if (layout === 'active-speaker') {
    const speaker = speakerOf(scene);
    const people = speaker === undefined ? [] : [speaker];
    if (screen !== null) return aroundScreen(screen, people, size);
    return people.map(({ camera: track }) => ({ track, place: wholeOf(size), fit: 'contain' as const }));
  }
  const people = shown(scene);
  if (screen !== null) return aroundScreen(screen, people, size);
  if (layout === 'gallery') return gallery(people, wholeOf(size), size);
  return fullGridOf(people.length, wholeOf(size)).map((place, index) => tileOf(people[index] as Person, place));
}
