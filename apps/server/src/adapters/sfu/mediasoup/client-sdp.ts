// The one place that knows modules of mediasoup-client which are exported and yet not documented: its version is pinned,
// and the contract suite of the port runs all of them against Chromium.
export { extractDtlsParameters, extractRtpCapabilities } from 'mediasoup-client/handlers/sdp/commonUtils';
export { RemoteSdp } from 'mediasoup-client/handlers/sdp/RemoteSdp';
export { getRtpEncodings } from 'mediasoup-client/handlers/sdp/unifiedPlanUtils';
export {
  getExtendedRtpCapabilities,
  getSendingRemoteRtpParameters,
  getSendingRtpParameters,
  reduceCodecs,
  validateAndNormalizeRtpCapabilities,
} from 'mediasoup-client/ortc';
