import { type RTCRtpSender, RtpHeader, RtpPacket } from 'werift';
import type { ClientOffer } from './client-calls.ts';
import { connected, extensionIds, fingerprintOf, openClientConnection } from './client-connection.ts';
import { audioPayload, FRAMES_PER_SECOND, videoFrame, writeTime } from './prepared-media.ts';

const AUDIO_INTERVAL_MS = 20;
const TICK_MS = 4;
/** What RFC 6464 calls voice at -30 dBov. */
const AUDIO_LEVEL = Buffer.from([0x80 | 30]);

export interface SyntheticPublisher {
  offer(): Promise<ClientOffer>;
  accept(answerSdp: string): Promise<void>;
  /** Null: be silent. */
  send(bitsPerSecond: number | null): void;
}

type Extension = RtpHeader['extensions'][number];

/** Numbers the packets of one track. */
function createTrackWriter(sender: RTCRtpSender, extensions: Extension[]) {
  let sequenceNumber = 0;
  return (payload: Buffer, timestamp: number, marker: boolean): void => {
    sequenceNumber = (sequenceNumber + 1) & 0xffff;
    const extensionFields =
      extensions.length === 0 ? {} : ({ extension: true, extensionProfile: 0xbede, extensions } as const);
    const header = new RtpHeader({ sequenceNumber, timestamp: timestamp >>> 0, marker, ...extensionFields });
    void sender.sendRtp(new RtpPacket(header, payload));
  };
}

/** One participant that sends a voice and a picture of a fixed rate, and a whole picture where one is asked for. */
export function createSyntheticPublisher(): SyntheticPublisher {
  const connection = openClientConnection();
  const audio = connection.addTransceiver('audio', { direction: 'sendonly' }).sender;
  const video = connection.addTransceiver('video', { direction: 'sendonly' }).sender;
  const writeAudio = createTrackWriter(audio, [{ id: extensionIds.audioLevel, payload: AUDIO_LEVEL }]);
  const writeVideo = createTrackWriter(video, []);
  const voice = audioPayload();
  let pictures = 0;
  let voices = 0;
  let isKeyWanted = true;
  let timer: NodeJS.Timeout | undefined;
  video.onPictureLossIndication.subscribe(() => {
    isKeyWanted = true;
  });

  function sendPicture(bitsPerSecond: number): void {
    const frame = videoFrame(bitsPerSecond, pictures, isKeyWanted);
    isKeyWanted = false;
    for (const [index, payload] of frame.entries()) {
      writeTime(payload);
      writeVideo(payload, Math.round((pictures * 90_000) / FRAMES_PER_SECOND), index === frame.length - 1);
    }
    pictures += 1;
  }

  function sendVoice(): void {
    writeAudio(voice, voices * 960, false);
    voices += 1;
  }

  return {
    async offer() {
      await connection.setLocalDescription(await connection.createOffer());
      const sdp = connection.localDescription?.sdp ?? '';
      const sources = { audioSsrc: audio.ssrc, videoSsrc: video.ssrc, videoRtxSsrc: video.rtxSsrc };
      return { sdp, fingerprint: fingerprintOf(connection), ...sources };
    },
    async accept(sdp) {
      await connection.setRemoteDescription({ type: 'answer', sdp });
      await connected(connection);
    },
    send(bitsPerSecond) {
      clearInterval(timer);
      if (bitsPerSecond === null) return;
      // Frames are counted by the clock: a process that comes late sends what is due, and so the rate is kept.
      const start = performance.now();
      const first = { pictures, voices };
      const isDue = (sent: number, intervalMs: number): boolean => sent * intervalMs <= performance.now() - start;
      timer = setInterval(() => {
        while (isDue(pictures - first.pictures, 1000 / FRAMES_PER_SECOND)) sendPicture(bitsPerSecond);
        while (isDue(voices - first.voices, AUDIO_INTERVAL_MS)) sendVoice();
      }, TICK_MS);
    },
  };
}
