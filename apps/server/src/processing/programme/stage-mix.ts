import type { Logger } from '../../platform/logger.ts';
import type { MediaTool } from '../../ports/media-tool.ts';
import type { ProgrammeOrder } from '../../ports/programme.ts';
import type { Sfu, TrackRef } from '../../ports/sfu.ts';
import type { StageView } from '../../ports/space-stage.ts';
import { placeTiles } from './layout/place-tiles.ts';
import type { Tile } from './layout/scene.ts';
import { sceneOf, soundsOf } from './layout/scene-of.ts';
import { type PictureSource, startPictureSource } from './picture/picture-source.ts';
import { drawPicture, fillRectangle, type YuvPicture, yuvColour } from './picture/yuv-picture.ts';
import { type SoundSource, startSoundSource } from './sound/sound-source.ts';

export interface StageMixParts {
  readonly sfu: Pick<Sfu, 'forwardRtp'>;
  readonly media: MediaTool;
  readonly scratch: string;
  readonly order: ProgrammeOrder;
  /** Of the size of the programme. */
  readonly ground: YuvPicture;
  readonly log: Logger;
}

/** Who is seen and heard now. */
export interface StageMix {
  /** Takes up what is new and lets go of what is not there any more. */
  show(view: StageView): void;
  /** Writes a whole frame. */
  draw(frame: Uint8Array): void;
  /** Adds the sound from this sample of the programme on. */
  mixSound(onto: Float32Array, from: number): void;
  stop(): void;
}

/** A new scene waits for its pictures so long, and the former one is seen meanwhile. */
const MAX_WAIT_MS = 1500;

const keyOf = ({ peer, tid }: TrackRef): string => `${peer} ${tid}`;

export function createStageMix({ sfu, media, scratch, order, ground, log }: StageMixParts): StageMix {
  const { layout, width, height, assetId } = order;
  const pictures = new Map<string, PictureSource>();
  const sounds = new Map<string, SoundSource>();
  let shown: readonly Tile[] = [];
  let coming: { readonly tiles: readonly Tile[]; readonly sinceMs: number } | null = null;
  let speaker: string | null = null;
  let position = 0;
  const report = (err: unknown): void => log.info({ err, assetId }, 'a track of a broadcast broke off');

  const pictureOf = ({ track }: Tile): YuvPicture | null =>
    track === null ? null : (pictures.get(keyOf(track))?.latest() ?? null);

  /** Tracks that only the former scene has are let go. */
  function settle(tiles: readonly Tile[]): void {
    shown = tiles;
    coming = null;
    const kept = new Set(tiles.flatMap(({ track }) => (track === null ? [] : keyOf(track))));
    for (const [key, source] of pictures) {
      if (kept.has(key)) continue;
      source.stop();
      pictures.delete(key);
    }
  }

  function showPictures(room: string, tiles: readonly Tile[]): void {
    for (const tile of tiles) {
      if (tile.track === null) continue;
      const known = pictures.get(keyOf(tile.track));
      if (known !== undefined) known.resize(tile);
      else {
        const from = { sfu, room, track: tile.track };
        pictures.set(keyOf(tile.track), startPictureSource({ media, scratch, onFailure: report }, from, tile));
      }
    }
  }

  function showSounds(room: string, tracks: readonly TrackRef[]): void {
    const kept = new Set(tracks.map(keyOf));
    for (const [key, source] of sounds) {
      if (kept.has(key)) continue;
      source.stop();
      sounds.delete(key);
    }
    for (const track of tracks) {
      if (sounds.has(keyOf(track))) continue;
      sounds.set(keyOf(track), startSoundSource({ sfu, room, track }, position, report));
    }
  }

  function settleWhenReady(): void {
    if (coming === null) return;
    const isReady = coming.tiles.every((tile) => tile.track === null || pictureOf(tile) !== null);
    if (isReady || performance.now() - coming.sinceMs > MAX_WAIT_MS) settle(coming.tiles);
  }

  return {
    show(view) {
      const found = sceneOf(view, speaker);
      speaker = found.speaker;
      const tiles = placeTiles(layout, { width, height }, found.scene);
      showSounds(view.room, soundsOf(view));
      showPictures(view.room, tiles);
      coming = { tiles, sinceMs: performance.now() };
    },
    draw(frame) {
      settleWhenReady();
      frame.set(ground.bytes);
      const onto = { width, height, bytes: frame };
      for (const tile of shown) {
        const picture = pictureOf(tile);
        if (picture === null) fillRectangle(onto, tile.place, yuvColour.empty);
        else drawPicture(onto, picture, tile.place);
      }
    },
    mixSound(onto, from) {
      position = from + onto.length / 2;
      for (const sound of sounds.values()) sound.mixInto(onto, from);
    },
    stop() {
      settle([]);
      showSounds('', []);
    },
  };
}
