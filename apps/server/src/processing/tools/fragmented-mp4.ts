/**
 * Output as fragmented MP4 on a pipe. `delay_moov` waits for the first frames before it writes the init section, which
 * is how ffmpeg 5.1 gets the start time right; there is no index at the end because nobody can seek in a pipe.
 */
export function fragmentedMp4(fragmentFlag: '+frag_keyframe' | '', target: string): string[] {
  return ['-f', 'mp4', '-movflags', `${fragmentFlag}+delay_moov+default_base_moof+skip_trailer`, target];
}
