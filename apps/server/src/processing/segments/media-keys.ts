import { initSectionName, masterPlaylistName, mediaPlaylistName, type PictureFormat, segmentName } from '@sluice/media';

/** Everything of an asset's films in the media store, Vylux contract §11.1. */
export function assetPrefix(hash: string): string {
  return `videos/${hash.slice(0, 2)}/${hash}/`;
}

export function coverKey(hash: string): string {
  return `${assetPrefix(hash)}cover.jpg`;
}

export function previewKey(hash: string, format: 'webp' | 'gif'): string {
  return `${assetPrefix(hash)}preview.${format}`;
}

/** Output of an `image:thumbnail` job. */
export function thumbnailKey(hash: string, variant: string, format: PictureFormat): string {
  return `images/${hash.slice(0, 2)}/${hash}/${variant}.${format}`;
}

export function masterPlaylistKey(hash: string): string {
  return `${assetPrefix(hash)}${masterPlaylistName}`;
}

/** Objects of a job that is not finished. Never read by viewers, deleted at the end. */
export function workPrefix(jobId: string): string {
  return `work/${jobId}/`;
}

/** Keys of one rendition below a prefix. */
export interface RenditionKeys {
  readonly playlist: string;
  readonly init: string;
  readonly segment: (number: number) => string;
}

/** `path` is the rendition's folder, for example `video/r720_h264`. */
export function renditionKeys(prefix: string, path: string): RenditionKeys {
  return {
    playlist: `${prefix}${path}/${mediaPlaylistName}`,
    init: `${prefix}${path}/${initSectionName}`,
    segment: (number) => `${prefix}${path}/${segmentName(number)}`,
  };
}

/** Stored content types, Vylux contract §6.1. */
export const contentTypes = {
  playlist: 'application/vnd.apple.mpegurl',
  init: 'video/mp4',
  segment: 'video/iso.segment',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
} as const;
