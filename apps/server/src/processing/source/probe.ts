import type { MediaTool, ToolRun } from '../../ports/media-tool.ts';
import type { SluiceError } from '../../ports/sluice-error.ts';
import type { ProcessingSettings } from '../job/processing-settings.ts';
import { isInputFailure } from '../tools/is-input-failure.ts';
import { readOutput } from '../tools/read-output.ts';
import { fileArgument, openArguments, plainRun } from '../tools/tool-input.ts';
import { toolLimits } from '../tools/tool-limits.ts';
import { parseFfprobeOutput } from './ffprobe-output.ts';
import { type ProbedFacts, parseProbe } from './parse-probe.ts';
import { dependsOnX264Build, readX264Build } from './read-x264-build.ts';
import { SourceRefused } from './source-refused.ts';

/** What a probe works with. */
export interface ProbeTools {
  readonly media: MediaTool;
  readonly settings: ProcessingSettings;
  readonly scratch: string;
  readonly signal: AbortSignal;
}

const MAX_OUTPUT_BYTES = 4 * 2 ** 20;
const MAX_PACKET_BYTES = 2 ** 20;

/** Finds out what a file holds. Rejects with `SourceRefused`. `demuxer` null means: whatever fits. */
export async function probe(path: string, demuxer: string | null, tools: ProbeTools): Promise<ProbedFacts> {
  const args = [
    '-v',
    'error',
    '-of',
    'json',
    '-show_format',
    '-show_streams',
    ...openArguments(demuxer),
    '-i',
    fileArgument(path),
  ];
  const json = await readOutput(tools.media, runOf('ffprobe', args, path, tools), MAX_OUTPUT_BYTES).catch(
    (error: unknown) => Promise.reject(isInputFailure(error) ? refusalOf(error) : error),
  );
  const output = parseFfprobeOutput(json.toString('utf8'));
  if (output === null) throw new SourceRefused(UNREADABLE);
  const reading = parseProbe(output, tools.settings);
  if (!reading.ok) throw new SourceRefused(reading.reason);
  return withX264Build(path, reading.facts, tools);
}

async function withX264Build(path: string, facts: ProbedFacts, tools: ProbeTools): Promise<ProbedFacts> {
  if (!dependsOnX264Build(facts.video)) return facts;
  const args = [...plainRun, ...openArguments(facts.demuxer), '-i', fileArgument(path)];
  const copy = ['-map', `0:${facts.video.streamIndex}`, '-c', 'copy', '-frames:v', '1', '-f', 'data', 'pipe:1'];
  const run = runOf('ffmpeg', [...args, ...copy], path, tools);
  const packet = await readOutput(tools.media, run, MAX_PACKET_BYTES);
  return { ...facts, video: { ...facts.video, x264Build: readX264Build(packet) } };
}

function runOf(tool: ToolRun['tool'], args: readonly string[], path: string, tools: ProbeTools): ToolRun {
  const limits = toolLimits({ ...tools.settings, stepSecondsPerContentSecond: 0 }, 0, 0);
  return { tool, args, readable: [path], scratch: tools.scratch, limits, signal: tools.signal };
}

const UNREADABLE =
  'The file cannot be read as a video: it is damaged, or no video at all. Play it locally, export it again and send that.';
const TRUNCATED =
  'The file is incomplete: its index is missing at the end, as after an interrupted upload or recording. Upload it again, completely.';

function refusalOf(error: SluiceError): SourceRefused {
  const isTruncated = /moov atom not found/i.test(String(error.details.stderr));
  return new SourceRefused(isTruncated ? TRUNCATED : UNREADABLE);
}
