import { formatImageOptions, type ImageOptions } from './image-options.ts';

export const imageFormats = ['webp', 'avif', 'jpg', 'png', 'gif'] as const;
export type ImageFormat = (typeof imageFormats)[number];

/** What a picture is made into. */
export interface ImageRendering {
  readonly options: ImageOptions;
  readonly format: ImageFormat;
}

/** The format that a file extension stands for, in any case; `jpeg` is `jpg`. Null for a format we do not make. */
export function parseImageFormat(extension: string): ImageFormat | null {
  const lower = extension.toLowerCase();
  const name = lower === 'jpeg' ? 'jpg' : lower;
  return imageFormats.find((format) => format === name) ?? null;
}

/** True when both have the same canonical options and format. */
export function isSameRendering(left: ImageRendering, right: ImageRendering): boolean {
  return left.format === right.format && formatImageOptions(left.options) === formatImageOptions(right.options);
}
