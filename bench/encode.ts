// Our whole ladder beside one hand-tuned ffmpeg command line that makes the same rungs and the same sound from the same
// file: `npm run bench -- encode [--file FILE] [--rounds N]`. The peer neither cuts nor writes playlists nor stores.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Presentation, VideoRendition } from '@sluice/media';
import { defaultProcessingSettings } from '../apps/server/src/processing/index.ts';
import { createWorkshop } from '../apps/server/test/media/support/workshop.ts';
import { median } from './alternating-rounds.ts';

const { values: options } = parseArgs({
  options: {
    file: { type: 'string', default: 'samples/fractal.mp4' },
    rounds: { type: 'string', default: '3' },
  },
});
const file = resolve(options.file);

async function ours(): Promise<Presentation> {
  const workshop = await createWorkshop(defaultProcessingSettings);
  try {
    await workshop.bring(file);
    const outcome = await workshop.run({ type: 'video:transcode', options: { encrypt: false } });
    if (outcome.status !== 'completed' || outcome.presentation === null) throw new Error('our encode failed');
    return outcome.presentation;
  } finally {
    await workshop.remove();
  }
}

/** Constant rate factors of the ladder; the peer is given the same quality, ceilings and key frames. */
const CRF: Readonly<Record<string, string>> = { r1080: '22', r720: '23', r480: '24', r360: '26', r240: '28' };

function peerArguments(video: readonly VideoRendition[], folder: string): string[] {
  const [top] = video;
  if (top === undefined) throw new Error('the film has no rung');
  const { numerator, denominator } = top.frameRate;
  const gop = String(Math.round((defaultProcessingSettings.segmentSeconds * numerator) / denominator));
  const graph = video.map((rung, index) => {
    const from = index === 0 ? '0:v' : `s${index}`;
    const rate = index === 0 ? `fps=${numerator}/${denominator},` : '';
    const format = index === 0 ? ',format=yuv420p' : '';
    const isLast = index === video.length - 1;
    return `[${from}]${rate}scale=${rung.width}:${rung.height},setsar=1${format}${isLast ? '' : ',split'}[o${index}]${isLast ? '' : `[s${index + 1}]`}`;
  });
  const rungs = video.flatMap((rung, index) => [
    ...[
      '-map',
      `[o${index}]`,
      '-c:v',
      'libx264',
      '-preset',
      defaultProcessingSettings.x264Preset,
      '-profile:v',
      'high',
    ],
    ...['-crf', CRF[rung.id.split('_')[0] ?? ''] ?? '23', '-maxrate', String(rung.nominalBitrate * 1.5)],
    ...['-bufsize', String(rung.nominalBitrate * 3), '-g', gop, '-keyint_min', gop, '-sc_threshold', '0'],
    ...['-movflags', '+frag_keyframe+delay_moov+default_base_moof', join(folder, `${rung.id}.mp4`)],
  ]);
  const sound = [
    '-map',
    '0:a:0?',
    '-c:a',
    'aac',
    '-b:a',
    '128k',
    '-ac',
    '2',
    '-ar',
    '48000',
    join(folder, 'sound.m4a'),
  ];
  return ['-nostdin', '-v', 'error', '-y', '-i', file, '-filter_complex', graph.join(';'), ...rungs, ...sound];
}

async function peer(video: readonly VideoRendition[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  try {
    const child = spawn('ffmpeg', peerArguments(video, folder), { stdio: ['ignore', 'ignore', 'inherit'] });
    const status = await new Promise((settle) => child.on('close', settle));
    if (status !== 0) throw new Error(`the peer's ffmpeg ended with ${status}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}

const { video, durationSeconds } = await ours();
process.stdout.write(`${file}: ${durationSeconds.toFixed(1)} s, rungs ${video.map(({ id }) => id).join(' ')}\n`);
const times = { ours: [] as number[], peer: [] as number[] };
for (let round = 1; round <= Number(options.rounds); round++) {
  times.peer.push(await secondsOf(() => peer(video)));
  times.ours.push(await secondsOf(ours));
  process.stdout.write(
    `round ${round}: ours ${times.ours.at(-1)?.toFixed(1)} s, ffmpeg ${times.peer.at(-1)?.toFixed(1)} s\n`,
  );
}
const ratio = median(times.ours) / median(times.peer);
process.stdout.write(`ours / ffmpeg, medians: ${ratio.toFixed(3)} (below 1 is faster)\n`);
