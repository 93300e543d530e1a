import type { AssetAccess } from '../assets/index.ts';
import type { AdmissionRule } from './gate.ts';

/** The areas of the URL space where assets have objects. */
export type MediaArea = 'v' | 'k' | 'stream';

/** How the gate treats a request below `area`. `defaultAccess`: how `/stream` treats an asset nobody has spoken of yet. */
export function mediaRule(area: MediaArea, defaultAccess: AssetAccess): AdmissionRule {
  // Unknown assets count as protected, so that 404 is only ever seen with a valid credential.
  return { isOpenWhenPublic: area !== 'k', unknownAccess: area === 'stream' ? defaultAccess : 'protected' };
}

/** The area of a raw target, behind a path token where there is one; null for every other place. */
export function mediaAreaOf(rawTarget: string): MediaArea | null {
  const area = /^(?:\/_t\/[^/?]*)?\/(v|k|stream)\//.exec(rawTarget)?.[1];
  return area === 'v' || area === 'k' || area === 'stream' ? area : null;
}

/** `/stream/movie/x` and `/_t/…/stream/movie/x` → the same below `/v/`: what the gate decides on. */
export const asAssetTarget = (rawTarget: string): string => rawTarget.replace(/^(\/_t\/[^/?]*)?\/stream\//, '$1/v/');
