import type { WebRtcTransport } from 'mediasoup/types';

/** What a session description tells of our end, as a copy that its writer may change. */
export function localEnd({ iceParameters, iceCandidates, dtlsParameters }: WebRtcTransport) {
  // A description names one fingerprint: of those that the worker computes, the one that every browser knows.
  const fingerprints = dtlsParameters.fingerprints.filter(({ algorithm }) => algorithm === 'sha-256');
  return structuredClone({ iceParameters, iceCandidates, dtlsParameters: { ...dtlsParameters, fingerprints } });
}
