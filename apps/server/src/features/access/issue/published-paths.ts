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

/** Every address that a player may ask for on its way through the asset, the content key among them (edge access §10.7). */
export function publishedPaths(
  { id, contentKid }: Pick<Asset, 'id' | 'contentKid'>,
  presentation: Presentation,
): readonly NormalPath[] {
  const files = [masterPlaylistName, ...renditionFiles(presentation)];
  // DASH plays the CBCS form of what is stored as AES-128.
  const cbcs = presentation.encryption?.scheme === 'aes-128' ? files.map((file) => `cbcs/${file}`) : [];
  const segment = encodePercent(id);
  const media = [...files, 'manifest.mpd', ...cbcs].map((file) => `/v/${segment}/${file}`);
  const keys = contentKid === null ? [] : [`/k/${segment}/${contentKid}.key`];
  return [...media, ...keys].flatMap(normal);
}
