import type { MediaTool } from '../../../ports/media-tool.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { plainRun } from '../../tools/tool-input.ts';
import { type YuvPicture, yuvBytes } from './yuv-picture.ts';

const LIMITS = { seconds: 20, memoryBytes: 2e9, fileBytes: 0 };
/** The forms that a browser shows, by how they begin. */
const FORMS: readonly (readonly [demuxer: string, start: RegExp])[] = [
  ['png_pipe', /^\x89PNG/],
  ['jpeg_pipe', /^\xff\xd8\xff/],
  ['webp_pipe', /^RIFF....WEBP/s],
  ['bmp_pipe', /^BM/],
];

const noPicture = (cause?: unknown): SluiceError =>
  new SluiceError('programme/bad-background', {
    status: 400,
    message: 'The background is no picture that can be read: send a PNG, JPEG or WebP.',
    cause,
  });

/** A picture in any of these forms, made to fill the canvas. @throws {SluiceError} `programme/bad-background`. */
export async function loadBackground(
  media: MediaTool,
  scratch: string,
  picture: Uint8Array,
  { width, height }: Pick<YuvPicture, 'width' | 'height'>,
): Promise<YuvPicture> {
  const start = Buffer.from(picture.subarray(0, 16)).toString('latin1');
  const form = FORMS.find(([, pattern]) => pattern.test(start));
  if (form === undefined) throw noPicture();
  const size = `${width}:${height}`;
  const filters = `scale=${size}:force_original_aspect_ratio=increase,crop=${size},setsar=1,format=yuv420p`;
  const args = [
    ...[...plainRun, '-f', form[0], '-i', 'pipe:4', '-vf', filters],
    ...['-frames:v', '1', '-f', 'rawvideo', 'pipe:3'],
  ];
  const tool = media.start({ tool: 'ffmpeg', args, scratch, readable: [], pipes: 1, inputs: 1, limits: LIMITS });
  tool.stdout.resume();
  tool.inputs[0]?.end(picture);
  const chunks: Uint8Array[] = [];
  for await (const chunk of (tool.pipes[0] ?? []) as AsyncIterable<Uint8Array>) chunks.push(chunk);
  await tool.done.catch((error: unknown) => Promise.reject(noPicture(error)));
  const bytes = Buffer.concat(chunks);
  if (bytes.length !== yuvBytes(width, height)) throw noPicture();
  return { width, height, bytes };
}
