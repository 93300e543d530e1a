import type { RtpPacket } from './rtp-packet.ts';

/** One picture as its encoder made it. */
export interface CodedPicture {
  readonly isKey: boolean;
  readonly bytes: Uint8Array;
}

/** Puts pictures together from packets in order. */
export interface PictureAssembler {
  /** Null until a picture is whole. */
  push(packet: RtpPacket): CodedPicture | null;
  /** Packets are missing: what is under way is thrown away. */
  drop(): void;
}

/** Rejects nothing: bytes that make no picture give none. */
export type CreateAssembler = () => PictureAssembler;
