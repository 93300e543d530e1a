import { createHash } from 'node:crypto';
import type { ImageOrder } from '@sluice/access';
import { defaultQuality } from '../../ports/image-engine.ts';

/** Where a picture is kept in the media store (Vylux contract §4.2): the name tells nothing of what it shows. */
export function derivativeKey({ key, options, format }: ImageOrder): string {
  const { widthPx, heightPx, quality } = options;
  const effectiveQuality = defaultQuality[format] === null ? 0 : (quality ?? defaultQuality[format]);
  const text = `${key}/w${widthPx ?? 0}_h${heightPx ?? 0}_q${effectiveQuality}.${format}`;
  return `cache/${createHash('sha256').update(text).digest('hex')}.${format}`;
}

/** The digest that a segment of a source key is, with or without `sha256:` before it; null where none is one. */
export function sourceHashOf(sourceKey: string): string | null {
  const digests = sourceKey.split('/').flatMap((segment) => /^(?:sha256:)?([0-9a-f]{64})$/i.exec(segment)?.[1] ?? []);
  return digests[0]?.toLowerCase() ?? null;
}
