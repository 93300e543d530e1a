import type { Router, WebRtcServer, WebRtcTransport } from 'mediasoup/types';
import type { SfuOptions } from './sfu-options.ts';

/** What the first seconds are sent at: enough for the middle layer, until the link has been measured. */
const START_BITRATE = 1_000_000;

export type ConnectionKind = 'publisher' | 'subscriber';

/** Calls back when media can flow, and when it cannot any more. */
function watch(transport: WebRtcTransport, onChange: (isUp: boolean) => void): void {
  let last = false;
  const update = (): void => {
    const isUp = ['connected', 'completed'].includes(transport.iceState) && transport.dtlsState === 'connected';
    if (isUp === last) return;
    last = isUp;
    onChange(isUp);
  };
  transport.on('icestatechange', update);
  transport.on('dtlsstatechange', update);
}

/** Our end of a browser's connection, within the limits on what goes over it. */
export async function openConnection(
  router: Router,
  webRtcServer: WebRtcServer,
  kind: ConnectionKind,
  options: SfuOptions,
  onChange: (isUp: boolean) => void,
): Promise<WebRtcTransport> {
  const transport = await router.createWebRtcTransport({
    webRtcServer,
    preferUdp: true,
    initialAvailableOutgoingBitrate: START_BITRATE,
    enableSctp: kind === 'subscriber',
  });
  watch(transport, onChange);
  await (kind === 'publisher'
    ? transport.setMaxIncomingBitrate(options.maxIncomingBitrate)
    : transport.setMaxOutgoingBitrate(options.maxOutgoingBitrate));
  return transport;
}
