import { formatBitrate } from '../controls/choice-menu.ts';
import type { PlaybackStats } from '../playback/engine.ts';
import { rungLabel } from '../playback/rung-label.ts';

/** One fact below the picture. */
export interface TechnicalFact {
  readonly name: string;
  readonly value: string;
}

/** What plays at this moment, in the words of the page; facts that are not known yet are left out. */
export function technicalFacts(stats: PlaybackStats | null): TechnicalFact[] {
  if (stats === null || stats.widthPx === 0) return [];
  const { widthPx, heightPx, codecs, bandwidthBitsPerSecond, isEncrypted, bufferSeconds } = stats;
  const facts = [
    ['Quality', `${rungLabel(widthPx, heightPx)} (${widthPx}×${heightPx})`],
    ['Codec', codecs],
    ['Bandwidth', bandwidthBitsPerSecond === null ? null : formatBitrate(bandwidthBitsPerSecond)],
    ['Encrypted', isEncrypted === null ? null : isEncrypted ? 'yes' : 'no'],
    ['Buffer', `${bufferSeconds.toFixed(0)} s`],
  ] as const;
  return facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [{ name, value }]));
}
