import type { RouterRtpCodecCapability, RtpCapabilities } from 'mediasoup/types';

/** What every browser can send and receive. */
export const mediaCodecs: RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 } },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
];

/**
 * The capabilities without the absolute capture time. A worker that is promised it waits for it before it changes the
 * layer of a simulcast track, and browsers that announce it do not send it: the picture would never change its size.
 */
export function usableCapabilities(capabilities: RtpCapabilities): RtpCapabilities {
  const headerExtensions = (capabilities.headerExtensions ?? []).filter(
    ({ uri }) => !uri.endsWith('/abs-capture-time'),
  );
  return { ...capabilities, headerExtensions };
}

/** For a receiver of plain RTP: nothing is sent again, nothing is measured. */
export function plainCapabilities(capabilities: RtpCapabilities): RtpCapabilities {
  const codecs = (capabilities.codecs ?? [])
    .filter(({ mimeType }) => !/\/rtx$/i.test(mimeType))
    .map((codec) => ({
      ...codec,
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type, parameter }) => type === 'ccm' || parameter === 'pli'),
    }));
  return { codecs, headerExtensions: [] };
}
