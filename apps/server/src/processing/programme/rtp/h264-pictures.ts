import type { PictureAssembler } from './coded-pictures.ts';

const START_CODE = Uint8Array.of(0, 0, 0, 1);
const IDR = 5;
const STAP_A = 24;
const FU_A = 28;

/** The units of an aggregation packet (RFC 6184 §5.7.1). */
function aggregated(payload: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  for (let at = 1; at + 2 < payload.length; ) {
    const length = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
    units.push(payload.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return units;
}

/** H.264 pictures from RTP (RFC 6184, packetization mode 1) in the form of a byte stream (annex B). */
export function createH264Assembler(): PictureAssembler {
  let parts: Uint8Array[] = [];
  let isKey = false;

  function addUnit(unit: Uint8Array): void {
    if (((unit[0] ?? 0) & 0x1f) === IDR) isKey = true;
    parts.push(START_CODE, unit);
  }

  /** A fragment of a unit: its first one carries the unit's own header in two halves (§5.8). */
  function addFragment(payload: Uint8Array): void {
    const [indicator = 0, header = 0] = payload;
    if (header & 0x80) addUnit(Uint8Array.of((indicator & 0xe0) | (header & 0x1f)));
    else if (parts.length === 0) return;
    parts.push(payload.subarray(2));
  }

  function drop(): void {
    parts = [];
    isKey = false;
  }

  return {
    drop,
    push({ payload, hasMarker }) {
      const type = (payload[0] ?? 0) & 0x1f;
      if (type === FU_A) addFragment(payload);
      else if (type === STAP_A) for (const unit of aggregated(payload)) addUnit(unit);
      else if (type > 0 && type < STAP_A) addUnit(payload);
      if (!hasMarker || parts.length === 0) return null;
      const picture = { isKey, bytes: Buffer.concat(parts) };
      drop();
      return picture;
    },
  };
}
