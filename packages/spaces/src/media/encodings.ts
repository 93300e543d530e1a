import { TrackKind, TrackSource } from '../enums.ts';
import type { Joined, WireEncoding } from '../protocol/wire.ts';

const singleLayerBitsPerSecond = { audio: 64_000, camera: 700_000, screen: 2_000_000 } as const;

/** What a track is sent as: the layers that the server asked for, else one, contract §5.3. */
export function sendEncodings(
  { kind, source }: { readonly kind: TrackKind; readonly source: TrackSource },
  { cameraEncodings, screenshareEncodings }: Pick<Joined, 'cameraEncodings' | 'screenshareEncodings'>,
  isSimulcastAllowed: boolean,
): RTCRtpEncodingParameters[] {
  if (kind === TrackKind.Audio) return [{ maxBitrate: singleLayerBitsPerSecond.audio }];
  const isScreen = source === TrackSource.Screenshare;
  const layers = isScreen ? screenshareEncodings : cameraEncodings;
  if (isSimulcastAllowed && layers.length > 0) return layers.map(layerOf);
  return [{ maxBitrate: isScreen ? singleLayerBitsPerSecond.screen : singleLayerBitsPerSecond.camera }];
}

function layerOf(layer: WireEncoding): RTCRtpEncodingParameters {
  const { rid, maxBitsPerSecond, scaleDownBy, maxFramesPerSecond } = layer;
  return {
    rid,
    scaleResolutionDownBy: scaleDownBy,
    ...(maxBitsPerSecond > 0 && { maxBitrate: maxBitsPerSecond }),
    ...(maxFramesPerSecond > 0 && { maxFramerate: maxFramesPerSecond }),
  };
}
