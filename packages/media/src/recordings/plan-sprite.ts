/** What is asked of a sprite. */
export interface SpriteWish {
  /** At most so many pictures. */
  readonly maxFrames: number;
  /** Pixels; the height follows the shape of the film. */
  readonly tileWidth: number;
}

/** A sprite: pictures of a whole recording in rows, from the left and from the top. */
export interface SpriteGrid {
  readonly frames: number;
  readonly columns: number;
  readonly rows: number;
  /** Pixels, even. */
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** From one picture to the next. */
  readonly intervalSeconds: number;
}

/** What a player shows for a part of the recording: a rectangle of the sprite. */
export interface SpriteCue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MAX_COLUMNS = 10;
/** What every browser and decoder can show. */
const MAX_SIDE_PX = 16_000;

const even = (pixels: number): number => Math.max(2, 2 * Math.floor(pixels / 2));

/**
 * N = ⌈seconds⌉ pictures, at least 1 and at most `maxFrames`; picture k is that of the time k · seconds / N. Up to ten
 * stand in a row. Tiles are never larger than the film, and shrink where the whole would have a side above 16000 pixels.
 */
export function planSprite(
  { maxFrames, tileWidth: wantedWidth }: SpriteWish,
  film: { readonly seconds: number; readonly width: number; readonly height: number },
): SpriteGrid {
  const frames = Math.max(1, Math.min(maxFrames, Math.ceil(film.seconds)));
  const columns = Math.min(MAX_COLUMNS, frames);
  const rows = Math.ceil(frames / columns);
  const shape = film.height / film.width;
  const widest = Math.min(film.width, MAX_SIDE_PX / columns, MAX_SIDE_PX / rows / shape);
  const tileWidth = even(Math.min(wantedWidth, widest));
  const tileHeight = even(Math.min(tileWidth * shape, MAX_SIDE_PX / rows));
  return { frames, columns, rows, tileWidth, tileHeight, intervalSeconds: film.seconds / frames };
}

/** Where each picture stands, and for which part of the recording. */
export function spriteCues(grid: SpriteGrid): readonly SpriteCue[] {
  const { frames, columns, tileWidth: width, tileHeight: height, intervalSeconds } = grid;
  return Array.from({ length: frames }, (_, index) => ({
    startSeconds: index * intervalSeconds,
    endSeconds: (index + 1) * intervalSeconds,
    x: (index % columns) * width,
    y: Math.floor(index / columns) * height,
    width,
    height,
  }));
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A WebVTT time (W3C WebVTT §3.3). */
function vttTime(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const whole = Math.floor(ms / 1000);
  const clock = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map(two).join(':');
  return `${clock}.${String(ms % 1000).padStart(3, '0')}`;
}

/** The cues as WebVTT with spatial fragments (`#xywh=`), as hover previews of players read it; `url` names the sprite. */
export function formatSpriteVtt(cues: readonly SpriteCue[], url: string): string {
  const blocks = cues.map(
    ({ startSeconds, endSeconds, x, y, width, height }) =>
      `${vttTime(startSeconds)} --> ${vttTime(endSeconds)}\n${url}#xywh=${x},${y},${width},${height}\n`,
  );
  return ['WEBVTT\n', ...blocks].join('\n');
}
