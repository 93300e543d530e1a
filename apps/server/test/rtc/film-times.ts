import { run } from '../fixtures/foreign-tools.ts';

/** Names of the segments in a playlist of ours. */
export const segmentsOf = (playlist: string): string[] => playlist.split('\n').filter((line) => /^seg_/.test(line));

/** When each packet of a film is presented, in seconds, in the order in which they are stored. */
export async function timesOf(url: string, stream: 'v:0' | 'a:0'): Promise<number[]> {
  const shown = ['-select_streams', stream, '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', url];
  const lines = (await run('ffprobe', ['-v', 'error', ...shown])).toString().split('\n');
  return lines.map(Number.parseFloat).filter((time) => !Number.isNaN(time));
}

export const longestStep = (times: readonly number[]): number =>
  Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
