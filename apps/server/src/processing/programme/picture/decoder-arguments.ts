import { plainRun } from '../../tools/tool-input.ts';
import type { Tile } from '../layout/scene.ts';

/** What is known of the pictures before the first one is read. */
export interface CodedForm {
  readonly codec: 'VP8' | 'H264';
  readonly tile: Pick<Tile, 'place' | 'fit'>;
}

/** Nothing is looked ahead for and nothing is held back: a picture in, a picture out. */
const AT_ONCE = ['-probesize', '32', '-analyzeduration', '0', '-fflags', 'nobuffer', '-flags', 'low_delay'];

/** Pictures of one track on `pipe:4` to raw ones of a tile's size on `pipe:3`. */
export function decoderArguments({ codec, tile }: CodedForm): string[] {
  const { width, height } = tile.place;
  const size = `${width}:${height}`;
  const filters =
    tile.fit === 'cover'
      ? [`scale=${size}:force_original_aspect_ratio=increase:flags=fast_bilinear`, `crop=${size}`]
      : [`scale=${size}:force_original_aspect_ratio=decrease:flags=fast_bilinear`, `pad=${size}:-1:-1`];
  return [
    ...plainRun,
    ...['-threads', '1', ...AT_ONCE],
    ...['-f', codec === 'VP8' ? 'ivf' : 'h264', '-i', 'pipe:4'],
    ...['-an', '-vf', [...filters, 'setsar=1', 'format=yuv420p'].join(','), '-vsync', 'passthrough'],
    ...['-f', 'rawvideo', '-flush_packets', '1', 'pipe:3'],
  ];
}
