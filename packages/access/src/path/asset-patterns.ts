import { encodePercent } from '../bytes/percent-encoding.ts';
import { type PathPattern, parsePathPattern } from './path-pattern.ts';

const areas = ['v', 'live', 'k', 'i'] as const;

/** Everything of an asset: the patterns of a token that names none (edge-access §5). Null for an id that is no segment. */
export function assetPatterns(assetId: string): readonly PathPattern[] | null {
  const patterns: PathPattern[] = [];
  for (const area of areas) {
    const pattern = parsePathPattern(`/${area}/${encodePercent(assetId)}/*`);
    if (pattern === null || pattern.kind !== 'below') return null;
    patterns.push(pattern);
  }
  return patterns;
}
