import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 512 * 2 ** 20;

/** Runs the system's ffmpeg, outside of any sandbox, and gives what it printed and what it complained about. */
export async function ffmpeg(...args: string[]): Promise<{ output: Buffer; complaints: string }> {
  const quiet = ['-nostdin', '-hide_banner', '-v', 'error', '-y', ...args];
  const { stdout, stderr } = await run('ffmpeg', quiet, { encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES });
  return { output: stdout, complaints: stderr.toString('utf8') };
}

export interface ProbedStream {
  readonly codec_name: string;
  readonly codec_type: string;
  readonly width?: number;
  readonly height?: number;
  readonly pix_fmt?: string;
  readonly sample_aspect_ratio?: string;
  readonly channels?: number;
  readonly sample_rate?: string;
  readonly profile?: string;
  readonly field_order?: string;
  readonly color_transfer?: string;
}

export interface ProbedPacket {
  readonly stream_index: number;
  readonly pts_time: string;
  readonly duration_time: string;
  readonly flags: string;
}

/** The one stream of a file and its packets. */
export async function probeStream(path: string): Promise<{ stream: ProbedStream; packets: ProbedPacket[] }> {
  const args = ['-v', 'error', '-show_streams', '-show_packets', '-of', 'json', path];
  const { stdout } = await run('ffprobe', args, { maxBuffer: MAX_OUTPUT_BYTES });
  const { streams, packets } = JSON.parse(stdout) as { streams: ProbedStream[]; packets: ProbedPacket[] };
  const [stream] = streams;
  if (stream === undefined) throw new Error(`${path} has no stream`);
  return { stream, packets };
}
