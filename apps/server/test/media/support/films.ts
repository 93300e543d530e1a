import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ffmpeg } from './ffmpeg.ts';

/** How a film of the matrix is made: arguments of ffmpeg up to the output file. A film's name stands for its path. */
type Recipe = readonly string[];

const picture = (size: string, rate: string, seconds: number) =>
  ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds},noise=alls=8:allf=t`] as const;
const tone = (seconds: number) =>
  ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`] as const;
const x264 = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-pix_fmt',
  'yuv420p',
  '-bf',
  '3',
  '-b_strategy',
  '0',
] as const;
const openGroups = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-pix_fmt',
  'yuv420p',
  '-x264-params',
  'open-gop=1:keyint=40:bframes=3',
] as const;
const aac = ['-c:a', 'aac', '-b:a', '64k'] as const;

/** Films are small and short on purpose; every kind of trouble has one. The extension names the container. */
const RECIPES = {
  'plain.mp4': [...picture('320x180', '25', 5), ...tone(5), ...x264, '-g', '50', ...aac],
  'open-groups.mp4': [...picture('320x180', '30000/1001', 5), ...tone(5), ...openGroups, ...aac],
  'cinema.mp4': [...picture('320x180', '24000/1001', 5), ...tone(5), ...x264, '-g', '48', ...aac],
  'portrait.mp4': [...picture('180x320', '25', 3), ...tone(3), ...x264, ...aac],
  'odd-size.mkv': [
    ...picture('320x180', '25', 3),
    ...['-vf', 'format=yuv444p,scale=321:181,setsar=1', '-c:v', 'libx264', '-preset', 'ultrafast'],
  ],
  'silent.mp4': [...picture('320x180', '25', 3), ...x264],
  'mono.mkv': [...picture('320x180', '25', 3), ...tone(3), ...x264, '-ac', '1', '-c:a', 'libopus'],
  'surround.mkv': [...picture('320x180', '25', 3), ...tone(3), ...x264, '-ac', '6', '-c:a', 'ac3'],
  'ten-bit.mkv': [...picture('320x180', '25', 3), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le'],
  'hdr.mkv': [
    ...picture('320x180', '25', 3),
    ...['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-x265-params', 'log-level=error'],
    ...['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'],
  ],
  /** Says its transfer and forgets the rest. */
  'hlg.mkv': [
    ...picture('320x180', '25', 2),
    ...['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-x265-params', 'log-level=error'],
    ...['-color_trc', 'arib-std-b67'],
  ],
  /** Its sound goes on long after its pictures. */
  'short-picture.mp4': [...picture('320x180', '25', 0.4), ...tone(4), ...x264, ...aac],
  'short-sound.mp4': [...picture('320x180', '25', 4), ...tone(1), ...x264, ...aac],
  'broadcast.ts': [
    ...picture('320x180', '30000/1001', 5),
    ...tone(5),
    ...openGroups,
    ...['-c:a', 'mp2', '-output_ts_offset', '1000'],
  ],
  'small.ts': [...picture('160x90', '25', 2), ...tone(2), ...x264, '-g', '25', ...aac],
  'large.ts': [...picture('320x180', '25', 2), ...tone(2), ...x264, '-g', '25', ...aac],
  'interlaced.mpg': [
    ...picture('320x192', '50', 4),
    ...tone(4),
    ...['-vf', 'interlace', '-flags', '+ilme+ildct', '-c:v', 'mpeg2video', '-b:v', '2M', '-g', '12', '-bf', '2'],
    ...['-c:a', 'mp2'],
  ],
  'one-second.mp4': [...picture('320x180', '25', 1), ...tone(1), ...x264, ...aac],
  'blink.mp4': [...picture('320x180', '25', 0.2), ...tone(0.2), ...x264, ...aac],
  'one-picture.mp4': [...picture('320x180', '25', 0.04), ...x264],
  'fast.mp4': [...picture('320x180', '120', 2), ...x264],
  'packed.avi': [...picture('320x180', '25', 5), ...tone(5), '-c:v', 'mpeg4', '-bf', '2', '-g', '40', '-c:a', 'mp3'],
  'old-flash.flv': [
    ...picture('320x180', '25', 4),
    ...tone(4),
    '-ar',
    '44100',
    '-c:v',
    'flv',
    '-g',
    '30',
    '-c:a',
    'mp3',
  ],
  'free.ogv': [...picture('320x180', '25', 4), ...tone(4), '-c:v', 'libtheora', '-g', '30', '-c:a', 'libvorbis'],
  'windows.wmv': [...picture('320x180', '25', 4), ...tone(4), '-c:v', 'wmv2', '-g', '30', '-c:a', 'wmav2'],
  /** As browsers record: timestamps in milliseconds, no length, no index. */
  'recording.webm': [
    ...[...picture('320x180', '30', 4), ...tone(4), '-vf', "select='not(mod(n,3))+gt(random(0),0.3)'", '-vsync', 'vfr'],
    ...['-c:v', 'libvpx', '-b:v', '300k', '-deadline', 'realtime', '-cpu-used', '8', '-g', '60', '-c:a', 'libopus'],
    ...['-live', '1'],
  ],
  'wide-pixels.mp4': [...picture('240x180', '25', 3), ...x264, '-vf', 'setsar=4/3'],
  'huge.mkv': ['-f', 'lavfi', '-i', 'color=black:size=11600x8700:rate=1:duration=1', '-c:v', 'mjpeg'],
  'four-rungs.mp4': [...picture('854x480', '25', 3), ...tone(3), ...x264, ...aac],
  'variable-rate.mp4': [
    ...picture('320x180', '30', 5),
    ...['-vf', "select='not(mod(n,3))+gt(random(0),0.5)'", '-vsync', 'vfr', ...x264, '-g', '40'],
  ],
  'frozen.mkv': [
    ...picture('320x180', '30', 5),
    ...['-vf', "select='lt(t,1)+gt(t,3.6)'", '-vsync', 'vfr', ...x264, '-g', '20'],
  ],
  /** Black and silent but for one flash with a beep, from 2.24 to 2.44 seconds: 5 of 25 frames per second. */
  'flash.mp4': [
    '-f',
    'lavfi',
    '-i',
    "color=black:size=160x90:rate=25:duration=4,drawbox=color=white:t=fill:enable='between(n,56,60)'",
    '-f',
    'lavfi',
    '-i',
    "aevalsrc='if(between(t,2.24,2.44),0.8*sin(2*PI*1000*t),0)':s=48000:d=4",
    ...x264,
    ...aac,
  ],
  'flash.ts': ['-i', 'flash.mp4', '-c', 'copy'],
  /** Its sound begins with the beep, two seconds after the picture. */
  'flash-sound-late.mkv': [
    ...['-i', 'flash.mp4', '-ss', '2.1', '-copyts', '-i', 'flash.mp4', '-map', '0:v', '-map', '1:a'],
    ...['-c:v', 'copy', '-c:a', 'flac'],
  ],
  'open-groups.mkv': ['-i', 'open-groups.mp4', '-c', 'copy'],
  'picture-late.mp4': [
    '-itsoffset',
    '0.7',
    '-i',
    'open-groups.mp4',
    '-i',
    'open-groups.mp4',
    '-map',
    '0:v',
    '-map',
    '1:a',
    '-c',
    'copy',
  ],
  'sound-late.mkv': [
    '-itsoffset',
    '0.7',
    '-i',
    'open-groups.mp4',
    '-i',
    'open-groups.mp4',
    '-map',
    '1:v',
    '-map',
    '0:a',
    '-c',
    'copy',
  ],
  'cut.mp4': ['-ss', '1.3', '-i', 'open-groups.mp4', '-c', 'copy'],
  'late-clock.mkv': ['-i', 'open-groups.mp4', '-c', 'copy', '-output_ts_offset', '1000'],
  'fragmented.mp4': ['-i', 'open-groups.mp4', '-c', 'copy', '-movflags', 'frag_keyframe+empty_moov'],
  'rotated.mp4': ['-i', 'plain.mp4', '-c', 'copy', '-metadata:s:v:0', 'rotate=90'],
  /** Letters, or what looks as much like them, that stand still before what moves: 160 by 60 pixels at (80, 60). */
  'letters.mp4': [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=2', ...tone(2), '-vf'],
    "geq=lum='if(between(X,80,239)*between(Y,60,119),16+219*gt(mod(floor(X/4)*7919+floor(Y/6)*104729+floor(X/4)*floor(Y/6)*31,97),48),lum(X,Y))':cb='cb(X,Y)':cr='cr(X,Y)'",
    ...['-crf', '12', ...x264, ...aac],
  ],
  'letters.ts': ['-i', 'letters.mp4', '-c', 'copy', '-output_ts_offset', '1000'],
  'letters.mov': [
    ...['-i', 'letters.mp4', '-c', 'copy'],
    ...['-metadata', 'location=+52.5200+013.4050/', '-metadata', 'title=garden'],
  ],
  /** Two levels brighter with every picture. */
  'ramp.mp4': [
    ...['-f', 'lavfi', '-i', 'color=gray:size=160x90:rate=25:duration=4', '-vf', "geq=lum='20+2*N':cb=128:cr=128"],
    ...x264,
  ],
  /** Black until 1.4 seconds. */
  'light.mp4': [
    ...['-f', 'lavfi', '-i', 'color=black:size=160x90:rate=25:duration=3'],
    ...['-vf', "drawbox=color=white:t=fill:enable='gte(n,35)'", ...x264],
  ],
  'dark.mp4': ['-f', 'lavfi', '-i', 'color=black:size=160x90:rate=25:duration=2', ...x264],
} as const satisfies Record<string, Recipe>;

export type FilmName = string & keyof typeof RECIPES;

const folder = join(import.meta.dirname, '../../../../../.cache/test-films/1');

/** A film of the matrix, made once and kept in `.cache`. Count the folder's number up when a recipe changes. */
export async function film(name: FilmName): Promise<string> {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const recipe = await Promise.all(RECIPES[name].map((arg) => (isFilmName(arg) ? film(arg) : arg)));
  const making = join(folder, `making-${process.pid}-${name}`);
  try {
    await ffmpeg(...recipe, '-map_metadata', '-1', making);
    await rename(making, path);
  } finally {
    await rm(making, { force: true });
  }
  return path;
}

function isFilmName(arg: string): arg is FilmName {
  return Object.hasOwn(RECIPES, arg);
}
