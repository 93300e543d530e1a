/**
 * Demuxers that read media and nothing else. Left out on purpose: those that open further files or
 * addresses named inside the input (hls, dash, concat, sdp, rtsp, image2 patterns, lavfi).
 */
const MEDIA_DEMUXERS = [
  'mov,mp4,m4a,3gp,3g2,mj2',
  'matroska,webm',
  'aac,ac3,aiff,amr,amrnb,amrwb,apng,asf,av1,avi,caf,dts,dv,eac3,flac,flv,gif,h264,hevc,ivf,m4v,mjpeg',
  'mp3,mpeg,mpegts,mpegvideo,mxf,nsv,nut,obu,ogg,rm,vc1,w64,wav,wtv,yuv4mpegpipe',
  'bmp_pipe,jpeg_pipe,jpegxl_pipe,png_pipe,tiff_pipe,webp_pipe',
].join(',');

/** Files handed in and pipes; no network, no `subfile:`, `concat:`, `data:` and the like. */
const PROTOCOLS = 'file,pipe,fd';

/**
 * Puts allow-lists of protocols and demuxers before every `-i`, so that no caller can forget them.
 * A demuxer that the caller names with `-f` for an input is allowed for that input.
 */
export function guardInputs(args: readonly string[]): string[] {
  const guarded: string[] = [];
  let namedDemuxer: string | undefined;
  args.forEach((arg, index) => {
    if (arg === '-f') namedDemuxer = args[index + 1];
    if (arg === '-i') {
      const demuxers = namedDemuxer === undefined ? MEDIA_DEMUXERS : `${MEDIA_DEMUXERS},${namedDemuxer}`;
      guarded.push('-protocol_whitelist', PROTOCOLS, '-format_whitelist', demuxers);
      namedDemuxer = undefined;
    }
    guarded.push(arg);
  });
  return guarded;
}
