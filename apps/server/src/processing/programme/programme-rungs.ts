import { nominalBitrate, type Rung } from '@sluice/media';

const SMALLER = 480;
const CRF = 23;

/** Both sides even, the shorter one as named. */
function scaled(width: number, height: number, shortSide: number): Rung {
  const part = shortSide / Math.min(width, height);
  const even = (length: number) => Math.round((length * part) / 2) * 2;
  return {
    id: `r${shortSide}_h264`,
    codec: 'h264',
    width: even(width),
    height: even(height),
    crf: CRF,
    nominalBitrate: nominalBitrate(shortSide, 'h264'),
  };
}

/** The renditions of a programme, high to low. Portrait ones are called by their shorter side, like all others. */
export function programmeRungs(width: number, height: number, count: number): Rung[] {
  return [Math.min(width, height), SMALLER].slice(0, count).map((side) => scaled(width, height, side));
}
