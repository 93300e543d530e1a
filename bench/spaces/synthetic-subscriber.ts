import type { MediaStreamTrack, RtpPacket } from 'werift';
import type { ClientAnswer } from './client-calls.ts';
import { fingerprintOf, openClientConnection } from './client-connection.ts';
import { ageMs, beginsKeyFrame } from './prepared-media.ts';

const ASK_AGAIN_MS = 1000;

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
  const blank = new Set<MediaStreamTrack>();
  let pictures = 0;
  let waiting: { count: number; resolve(): void } | undefined;
  const tellPictures = (): void => {
    if (waiting !== undefined && pictures >= waiting.count) waiting.resolve();
  };

  /** As a decoder does that lacks a part of the first picture. */
  function askAgain(): void {
    for (const receiver of connection.getReceivers()) {
      for (const track of receiver.tracks) {
        if (blank.has(track) && track.ssrc !== undefined) void receiver.sendRtcpPLI(track.ssrc);
      }
    }
  }

  function receive(track: MediaStreamTrack): void {
    const seePicture = watchFirstPicture(() => {
      blank.delete(track);
      pictures += 1;
      tellPictures();
    });
    if (track.kind === 'video') blank.add(track);
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
    async firstPictures(count) {
      const asking = setInterval(askAgain, ASK_AGAIN_MS);
      await new Promise<void>((resolve) => {
        waiting = { count, resolve };
        tellPictures();
      });
      clearInterval(asking);
    },
    close: () => connection.close(),
  };
}
