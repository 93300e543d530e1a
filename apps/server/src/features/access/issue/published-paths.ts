import { encodePercent, type NormalPath, parsePath } from '@sluice/access';
import {
  firstSegmentNumber,
  initSectionName,
  masterPlaylistName,
  mediaPlaylistName,
  type Presentation,
  segmentName,
} from '@sluice/media';
import type { Asset } from '../../assets/index.ts';

/** What of an asset is published: its media, and its content key where it has one. */
export interface PublishedPaths {
  readonly media: readonly NormalPath[];
  readonly keys: readonly NormalPath[];
}

function renditionFiles({ video, audio }: Presentation): readonly string[] {
  return [...video, ...audio].flatMap(({ path, segments }) => [
    `${path}/${mediaPlaylistName}`,
    `${path}/${initSectionName}`,
    ...segments.map((_segment, index) => `${path}/${segmentName(firstSegmentNumber + index)}`),
  ]);
}

const normal = (path: string): readonly NormalPath[] => {
  const parsed = parsePath(path);
  return parsed.ok ? [parsed.path] : [];
};

/** Every address that a player may ask for on its way through the asset (edge access §10.7). */
export function publishedPaths({ id, contentKid }: Pick<Asset, 'id' | 'contentKid'>, presentation: Presentation) {
  const files = renditionFiles(presentation);
  // DASH plays the CBCS form of what is stored as AES-128.
  const cbcs = presentation.encryption?.scheme === 'aes-128' ? files.map((file) => `cbcs/${file}`) : [];
  const media = [masterPlaylistName, 'manifest.mpd', ...files, ...cbcs];
  const segment = encodePercent(id);
  return {
    media: media.flatMap((file) => normal(`/v/${segment}/${file}`)),
    keys: contentKid === null ? [] : normal(`/k/${segment}/${contentKid}.key`),
  } satisfies PublishedPaths;
}
