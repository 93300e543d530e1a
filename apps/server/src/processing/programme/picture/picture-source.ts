import type { Tile } from '../layout/scene.ts';
import { createH264Assembler } from '../rtp/h264-pictures.ts';
import { createPacketOrder } from '../rtp/packet-order.ts';
import type { ReceivedFrom } from '../rtp/receive-rtp.ts';
import { receiveRtp } from '../rtp/receive-rtp.ts';
import { createVp8Assembler } from '../rtp/vp8-pictures.ts';
import type { DecoderParts, PictureDecoder } from './picture-decoder.ts';
import { startDecoder } from './picture-decoder.ts';
import type { YuvPicture } from './yuv-picture.ts';

type TileForm = Pick<Tile, 'place' | 'fit'>;

/** The pictures of one track, in the size in which they are shown now. */
export interface PictureSource {
  /** The newest picture; null while there is none. In another size for a moment, after that has changed. */
  latest(): YuvPicture | null;
  resize(tile: TileForm): void;
  stop(): void;
}

/** Packets that a missing one is waited for: some tenths of a second of a camera. */
const MAX_WAITING = 64;
/** A key frame costs the sender; it is not asked for one more often. */
const KEY_FRAME_EVERY_MS = 500;
/** A decoder that ended by itself, over bytes that it could not bear, is started again after this long. */
const RESTART_MS = 1000;

const codecOf = (codec: string): 'VP8' | 'H264' | null => (codec === 'VP8' || codec === 'H264' ? codec : null);

/**
 * Decodes in the size of the tile, so that a frame of the programme is made by copying. When the tile changes a second
 * decoder begins with the next key frame, and the first one's pictures are shown until it has one.
 */
export function startPictureSource(
  parts: Omit<DecoderParts, 'onFailure'> & { readonly onFailure: (error: unknown) => void },
  from: ReceivedFrom,
  firstTile: TileForm,
): PictureSource {
  let tile = firstTile;
  let decoders: readonly PictureDecoder[] = [];
  let codec: 'VP8' | 'H264' | null = null;
  let isStopped = false;
  let askedAtMs = -Infinity;
  let restart: NodeJS.Timeout | undefined;
  let askForKeyFrame: () => void = () => undefined;

  function wantKeyFrame(): void {
    if (performance.now() - askedAtMs < KEY_FRAME_EVERY_MS) return;
    askedAtMs = performance.now();
    askForKeyFrame();
  }

  function addDecoder(): void {
    if (isStopped || codec === null) return;
    const onFailure = (error: unknown): void => {
      parts.onFailure(error);
      decoders = decoders.filter((other) => other !== decoder);
      restart = setTimeout(() => decoders.length === 0 && addDecoder(), RESTART_MS);
    };
    const decoder = startDecoder({ ...parts, onFailure }, { codec, tile });
    decoders = [...decoders, decoder];
    askedAtMs = -Infinity;
    wantKeyFrame();
  }

  const received = receiveRtp(from, async (forwarding) => {
    codec = codecOf(forwarding.codec);
    askForKeyFrame = () => void forwarding.requestKeyFrame().catch(() => undefined);
    addDecoder();
    const order = createPacketOrder(MAX_WAITING);
    const assembler = codec === 'H264' ? createH264Assembler() : createVp8Assembler();
    let isBroken = true;
    return (packet) => {
      const { packets, hasLoss } = order.push(packet);
      if (hasLoss) assembler.drop();
      isBroken ||= hasLoss;
      for (const next of packets) {
        const picture = assembler.push(next);
        if (picture?.isKey) isBroken = false;
        if (isBroken) wantKeyFrame();
        else if (picture !== null) for (const decoder of decoders) decoder.push(picture);
      }
      if (decoders.length > 0 && decoders.at(-1)?.latest() === null) wantKeyFrame();
    };
  });
  received.then(
    (track) => isStopped && track.stop(),
    // It ended before it began; the next view does not have it.
    (error: unknown) => isStopped || parts.onFailure(error),
  );

  /** The newest decoder that has something takes the place of those before it. */
  function settle(): PictureDecoder | undefined {
    const index = decoders.findLastIndex((decoder) => decoder.latest() !== null);
    for (const former of decoders.slice(0, Math.max(0, index))) former.stop();
    decoders = decoders.slice(Math.max(0, index));
    return decoders[0];
  }

  return {
    latest: () => settle()?.latest() ?? null,
    resize(next) {
      tile = next;
      if (codec === null || decoders.at(-1)?.fits(next) !== false) return;
      // One that has shown nothing yet is not needed any more.
      const [shown, ...coming] = decoders.at(0)?.latest() === null ? [undefined, ...decoders] : decoders;
      for (const decoder of coming) decoder?.stop();
      decoders = shown === undefined ? [] : [shown];
      if (shown?.fits(next) !== true) addDecoder();
    },
    stop() {
      isStopped = true;
      clearTimeout(restart);
      for (const decoder of decoders) decoder.stop();
      received.then((track) => track.stop()).catch(() => undefined);
    },
  };
}
