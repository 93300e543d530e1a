import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs the system's ffmpeg, with `input` on its standard input, and gives its standard output. */
export function ffmpeg(args: readonly string[], input?: Uint8Array): Uint8Array {
  const quiet = ['-nostdin', '-v', 'error', ...args];
  return execFileSync('ffmpeg', quiet, { input, maxBuffer: MAX_OUTPUT_BYTES, stdio: 'pipe' });
}

/** What ffprobe says about every packet of the stream, in file order. */
export interface ProbedPacket {
  readonly pts: number;
  readonly dts: number;
  readonly duration: number;
  readonly isKey: boolean;
}

export function probePackets(stream: Uint8Array): ProbedPacket[] {
  const args = ['-v', 'error', '-show_entries', 'packet=pts,dts,duration,flags', '-of', 'json', '-i', 'pipe:0'];
  const output: unknown = JSON.parse(
    execFileSync('ffprobe', args, { input: stream, maxBuffer: MAX_OUTPUT_BYTES }).toString(),
  );
  const { packets } = output as { packets: { pts: number; dts: number; duration: number; flags: string }[] };
  return packets.map(({ pts, dts, duration, flags }) => ({ pts, dts, duration, isKey: flags.startsWith('K') }));
}

/** MD5 of every decoded frame; with a key, of the frames behind the encryption. */
export function frameHashes(stream: Uint8Array, keyHex?: string): string[] {
  const key = keyHex === undefined ? [] : ['-decryption_key', keyHex];
  return hashLines(ffmpeg([...key, '-i', 'pipe:0', '-f', 'framemd5', 'pipe:1'], stream));
}

/** The frames of a `framemd5` output, without its comments. */
export function hashLines(output: Uint8Array): string[] {
  return new TextDecoder()
    .decode(output)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Fragmented MP4 as the server's encoder writes it. */
const FRAGMENTED = ['-f', 'mp4', '-movflags'];
const VIDEO_FLAGS = '+frag_keyframe+delay_moov+default_base_moof+skip_trailer';
const AUDIO_FLAGS = '+delay_moov+default_base_moof+skip_trailer';

export interface VideoRecipe {
  readonly inputArgs: readonly string[];
  readonly framesPerGroup: number;
  readonly timescale: number;
  readonly encoderArgs?: readonly string[];
}

/** H.264 with B-frames and weighted prediction, one fragment for each closed group of pictures. */
export function encodeVideo({ inputArgs, framesPerGroup, timescale, encoderArgs = [] }: VideoRecipe): Uint8Array {
  const group = String(framesPerGroup);
  return ffmpeg([
    ...inputArgs,
    ...['-an', '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'veryfast', '-bf', '3', '-weightp', '2'],
    ...['-g', group, '-keyint_min', group, '-sc_threshold', '0', ...encoderArgs],
    ...['-video_track_timescale', String(timescale), ...FRAGMENTED, VIDEO_FLAGS, 'pipe:1'],
  ]);
}

/** AAC in fragments of a second. */
export function encodeAudio(inputArgs: readonly string[]): Uint8Array {
  const audio = ['-vn', '-c:a', 'aac', '-b:a', '96k', '-ar', '48000', '-ac', '2'];
  return ffmpeg([...inputArgs, ...audio, ...FRAGMENTED, AUDIO_FLAGS, '-frag_duration', '1000000', 'pipe:1']);
}

export const testPattern = (rate: string, seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=${rate}`, '-t', String(seconds)],
];

export const sweep = (seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `aevalsrc=0.4*sin(2*PI*(200+150*t)*t)|0.3*sin(2*PI*440*t):s=48000`, '-t', String(seconds)],
];

/** The bundled clip: moving detail instead of flat test colours. */
const SAMPLE = new URL('../../../../samples/fractal.mp4', import.meta.url);

export const sampleClip = (seconds: number): string[] => {
  if (!existsSync(SAMPLE)) throw new Error('samples/fractal.mp4 is missing');
  return ['-t', String(seconds), '-i', SAMPLE.pathname];
};
