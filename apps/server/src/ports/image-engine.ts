import type { PictureFormat } from '@sluice/media';

/** A whole picture file: its bytes, or where it lies on this machine, which spares the memory of reading it. */
export type PictureSource = Uint8Array | { readonly path: string };

/** The picture that is wanted. */
export interface PictureRequest {
  /** Null, and 0, leave the side to the aspect ratio; both open keep the size. */
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** 1–100; null takes the format's own. PNG and GIF have none. */
  readonly quality: number | null;
  readonly format: PictureFormat;
}

export interface MadePicture {
  readonly bytes: Uint8Array;
  /** Media type of the bytes. */
  readonly contentType: string;
  /** Of one frame. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** More than 1 for an animation. */
  readonly frames: number;
}

/**
 * Makes pictures from whole picture files: orientation applied, colours in sRGB, metadata left out. Size, limits and
 * refusals are those of `planImage` under the deployment's settings.
 * Rejects with a `SluiceError`: `image/unprocessable` (422: not a picture that we read, broken, over a limit, too slow;
 * `details.reason` says which), `image/animated-to-static` (422), `image/encode-failed` (500).
 * As many run at once as there are cores for them; whoever calls bounds how many wait.
 */
export interface ImageEngine {
  transform(source: PictureSource, request: PictureRequest): Promise<MadePicture>;
}

/** Media types of what is made. */
export const pictureTypes: Readonly<Record<PictureFormat, string>> = {
  webp: 'image/webp',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
};

/** Quality where a request names none (Vylux contract §5.1); null for formats that have none. */
export const defaultQuality: Readonly<Record<PictureFormat, number | null>> = {
  webp: 80,
  jpg: 80,
  avif: 50,
  png: null,
  gif: null,
};
