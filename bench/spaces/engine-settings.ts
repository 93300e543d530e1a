/** Bits per second of one connection; more than is sent. */
export const MAX_BITRATE = 50_000_000;
