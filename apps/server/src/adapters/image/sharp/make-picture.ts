import { type ImagePlan, type PictureSize, planImage, type SourcePicture } from '@sluice/media';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import {
  defaultQuality,
  type MadePicture,
  type PictureRequest,
  type PictureSource,
  pictureTypes,
} from '../../../ports/image-engine.ts';
import { avifEffort } from './avif-effort.ts';
import { openSharp } from './open-sharp.ts';
import { animatedToStatic, encodeFailed, unprocessable } from './picture-errors.ts';
import type { PictureRules } from './picture-rules.ts';

const sharp = openSharp();

/** A sixth of the time of sharp's default, for a fifth more bytes. */
const GIF_EFFORT = 3;

const describe = ({ format, width, height, pages, pageHeight, autoOrient }: Metadata): SourcePicture => {
  const isAnimated = (pages ?? 1) > 1;
  return {
    format,
    // Frames of an animation are never turned.
    widthPx: isAnimated ? width : autoOrient.width,
    heightPx: isAnimated ? (pageHeight ?? height) : autoOrient.height,
    pages: pages ?? 1,
  };
};

const inputOf = (source: PictureSource) => (source instanceof Uint8Array ? source : source.path);

/** Any number of pixels may be claimed: the plan says what is too many. */
async function readHeader(source: PictureSource): Promise<Metadata> {
  try {
    return await sharp(inputOf(source), { failOn: 'error', limitInputPixels: false }).metadata();
  } catch (cause) {
    throw unprocessable('undecodable', cause);
  }
}

function encode(image: Sharp, { widthPx, heightPx }: PictureSize, { format, quality }: PictureRequest): Sharp {
  const chosen = quality ?? defaultQuality[format] ?? undefined;
  const options = chosen === undefined ? {} : { quality: chosen };
  switch (format) {
    case 'webp':
      return image.webp(options);
    case 'avif':
      return image.avif({ ...options, effort: avifEffort(widthPx * heightPx) });
    case 'jpg':
      return image.jpeg(options);
    case 'png':
      return image.png();
    case 'gif':
      return image.gif({ effort: GIF_EFFORT });
  }
}

function pipeline(source: PictureSource, plan: ImagePlan, request: PictureRequest, rules: PictureRules): Sharp {
  const { geometry, frames } = plan;
  const input: SharpOptions = {
    failOn: 'error',
    limitInputPixels: rules.maxPixels,
    pages: frames,
    sequentialRead: true,
  };
  const image = sharp(inputOf(source), input).timeout({ seconds: Math.ceil(rules.maxSeconds) });
  if (frames === 1) image.autoOrient();
  if (geometry.kind !== 'keep') {
    const { widthPx: width, heightPx: height } = geometry;
    image.resize({ width, height, fit: geometry.kind === 'cover' ? 'cover' : 'fill' });
  }
  if (request.format === 'jpg') image.flatten({ background: `#${rules.background}` });
  return encode(image, geometry, request);
}

/** libvips tells what went wrong only in words: those of its encoders are a fault of ours. */
function explainFailure(error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/timeout/i.test(text)) return unprocessable('too-slow', error);
  return /save|encode|Processed image is too large/i.test(text)
    ? encodeFailed(error)
    : unprocessable('undecodable', error);
}

/** One picture from the bytes of another; refusals as `ImageEngine` tells. */
export async function makePicture(
  source: PictureSource,
  request: PictureRequest,
  rules: PictureRules,
): Promise<MadePicture> {
  if (source instanceof Uint8Array && source.byteLength > rules.maxSourceBytes) throw unprocessable('too-many-bytes');
  const plan = planImage(describe(await readHeader(source)), request, rules.geometry, rules);
  if (!plan.ok) throw plan.reason === 'animated-to-static' ? animatedToStatic() : unprocessable(plan.reason);
  try {
    const { data, info } = await pipeline(source, plan, request, rules).toBuffer({ resolveWithObject: true });
    return {
      bytes: data,
      contentType: pictureTypes[request.format],
      widthPx: info.width,
      heightPx: info.pageHeight ?? info.height,
      frames: plan.frames,
    };
  } catch (error) {
    throw explainFailure(error);
  }
}
