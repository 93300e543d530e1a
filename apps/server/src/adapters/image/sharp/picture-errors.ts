import type { ImageRefusal } from '@sluice/media';
import { SluiceError } from '../../../ports/sluice-error.ts';

/** Why a source is refused; the client is told no more than Vylux contract §4.2 does. */
export type UnprocessableReason =
  | Exclude<ImageRefusal, 'animated-to-static'>
  | 'undecodable'
  | 'too-many-bytes'
  | 'too-slow';

export const unprocessable = (reason: UnprocessableReason, cause?: unknown): SluiceError =>
  new SluiceError('image/unprocessable', {
    status: 422,
    message: 'unprocessable source image',
    details: { reason },
    cause,
  });

export const animatedToStatic = (): SluiceError =>
  new SluiceError('image/animated-to-static', {
    status: 422,
    message: 'animated image cannot be converted to static format (use webp or gif output)',
  });

export const encodeFailed = (cause: unknown): SluiceError =>
  new SluiceError('image/encode-failed', { status: 500, message: 'image processing failed', cause });
