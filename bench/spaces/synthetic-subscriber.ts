import type { MediaStreamTrack, RtpPacket } from 'werift';
import type { ClientAnswer } from './client-calls.ts';
import { fingerprintOf, openClientConnection } from './client-connection.ts';
import { ageMs, beginsKeyFrame } from './prepared-media.ts';

export interface SyntheticSubscriber {
  answer(offerSdp: string): Promise<ClientAnswer>;
  /** Resolves once there is a whole picture of so many tracks. */
  firstPictures(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Calls back once, with the last packet of the first whole key frame. */
function watchFirstPicture(onPicture: () => void): (packet: RtpPacket) => void {
  let next: number | null = null;
  let isDone = false;
  return ({ header, payload }) => {
    if (isDone) return;
    if (beginsKeyFrame(payload)) next = header.sequenceNumber;
    if (next !== header.sequenceNumber) {
      next = null;
      return;
    }
    next = (next + 1) & 0xffff;
    if (!header.marker) return;
    isDone = true;
    onPicture();
  };
}

/** One participant that receives; it is told of every packet what kind it is and, of a picture, how old. */
export function createSyntheticSubscriber(onPacket: (ageMs: number | null) => void): SyntheticSubscriber {
  const connection = openClientConnection();
  let pictures = 0;
  let waiting: { count: number; resolve(): void } | undefined;
  const tellPictures = (): void => {
    if (waiting !== undefined && pictures >= waiting.count) waiting.resolve();
  };

  function receive(track: MediaStreamTrack): void {
    const seePicture = watchFirstPicture(() => {
      pictures += 1;
      tellPictures();
    });
    track.onReceiveRtp.subscribe((packet) => {
      if (track.kind !== 'video') {
        onPacket(null);
        return;
      }
      // The worker probes the link with packets of its own, which hold nothing.
      if (packet.payload.length < 24) return;
      onPacket(ageMs(packet.payload));
      seePicture(packet);
    });
  }
  connection.onTrack.subscribe(receive);

  return {
    async answer(sdp) {
      await connection.setRemoteDescription({ type: 'offer', sdp });
      await connection.setLocalDescription(await connection.createAnswer());
      return { sdp: connection.localDescription?.sdp ?? '', fingerprint: fingerprintOf(connection) };
    },
    firstPictures(count) {
      return new Promise((resolve) => {
        waiting = { count, resolve };
        tellPictures();
      });
    },
    close: () => connection.close(),
  };
}
