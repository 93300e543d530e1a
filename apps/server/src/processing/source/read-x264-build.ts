/**
 * The version of x264 that says in a film's first packet who made it, or null. Decoders repair the 4:4:4 pictures of
 * old versions, but only know them by that packet, which a chunk from the middle of the film does not begin with.
 */
export function readX264Build(firstPacket: Uint8Array): number | null {
  const text = Buffer.from(firstPacket.buffer, firstPacket.byteOffset, firstPacket.byteLength).toString('latin1');
  const build = /x264 - core (\d{1,6})/.exec(text)?.[1];
  return build === undefined ? null : Number(build);
}

/** Only 4:4:4 pictures of H.264 depend on it. */
export function dependsOnX264Build(video: { codec: string; pixelFormat: string }): boolean {
  return video.codec === 'h264' && video.pixelFormat.includes('444');
}
