import { planLadder } from '@sluice/media';
import { describe, expect, it } from 'vitest';
import type { FilmFile } from '../source/film-file.ts';
import { createTimeline } from '../timeline/video-timeline.ts';
import { chunkArguments, chunkFilterGraph } from './chunk-arguments.ts';

function filmOf(video: Partial<FilmFile['facts']['video']> = {}, startMs = 0): FilmFile {
  const start = { pts: startMs, numerator: 1, denominator: 1000 };
  return {
    path: '/store/a film: with a colon.mp4',
    isIndexed: true,
    facts: {
      etag: 'e1',
      demuxer: 'mov',
      durationSeconds: 600,
      timeline: createTimeline({ numerator: 25, denominator: 1 }, start, null),
      video: {
        ...{ streamIndex: 1, codec: 'h264', codedWidth: 854, codedHeight: 480, displayWidth: 854, displayHeight: 480 },
        ...{ isRotated: false, isInterlaced: false, isHdr: false, pixelFormat: 'yuv420p', x264Build: null },
        ...video,
      },
      audio: null,
    },
  };
}

const rungs = planLadder({ displayWidth: 854, displayHeight: 480 }, ['h264']);
const range = { number: 2, firstFrame: 1500, maxFrames: 1500 };
const settings = { x264Preset: 'veryfast', svtAv1Preset: 8 };
const encode = { film: filmOf(), range, segmentFrames: 150, rungs, settings };

/** The value that follows an option. */
function argumentOf(args: readonly string[], option: string): string | undefined {
  return args[args.indexOf(option) + 1];
}

describe('chunkArguments', () => {
  it('reads from a second before the chunk on, by the timestamps of the film itself', () => {
    const args = chunkArguments({ ...encode, film: filmOf({}, 4000) });
    expect(argumentOf(args, '-ss')).toBe('63.000000');
    expect(args.slice(0, args.indexOf('-i'))).toEqual(
      expect.arrayContaining(['-copyts', '-noaccurate_seek', '-seek_timestamp']),
    );
  });

  it('reads the first chunk from the beginning', () => {
    expect(chunkArguments({ ...encode, range: { ...range, firstFrame: 0 } })).not.toContain('-ss');
  });

  it('names the file so that no part of its name is taken for a protocol', () => {
    expect(argumentOf(chunkArguments(encode), '-i')).toBe('file:/store/a film: with a colon.mp4');
  });

  it('makes every segment begin with a key frame of a closed group', () => {
    const args = chunkArguments(encode);
    expect([argumentOf(args, '-g'), argumentOf(args, '-keyint_min'), argumentOf(args, '-sc_threshold')]).toEqual([
      '150',
      '150',
      '0',
    ]);
    expect(argumentOf(args, '-flags')).toBe('+cgop');
  });

  it('holds every rung below a ceiling', () => {
    const args = chunkArguments(encode);
    expect(args.filter((_, index) => args[index - 1] === '-maxrate')).toEqual(['1500000', '750000', '450000']);
  });

  it('gives every rung a pipe, and the progress the one after', () => {
    const args = chunkArguments(encode);
    expect(args.filter((arg) => arg.startsWith('pipe:'))).toEqual(['pipe:3', 'pipe:4', 'pipe:5', 'pipe:6']);
    expect(argumentOf(args, '-progress')).toBe('pipe:6');
  });

  it('tells the decoder which x264 made a 4:4:4 film', () => {
    expect(argumentOf(chunkArguments({ ...encode, film: filmOf({ x264Build: 142 }) }), '-x264_build')).toBe('142');
    expect(chunkArguments(encode)).not.toContain('-x264_build');
  });

  it('keeps its place in time when the picture changes its size, unless the picture is turned', () => {
    expect(chunkArguments(encode)).toContain('-reinit_filter');
    expect(chunkArguments({ ...encode, film: filmOf({ isRotated: true }) })).not.toContain('-reinit_filter');
  });
});

describe('chunkFilterGraph', () => {
  it('decodes once, and scales each rung from the one before', () => {
    expect(chunkFilterGraph(encode)).toBe(
      '[0:1]settb=1/25000,setpts=PTS-1500000,fps=25/1:start_time=0:round=near:eof_action=round,trim=end_frame=1500,' +
        'scale=854:480:out_range=limited,setsar=1,format=yuv420p,split=2[rung0][next0];' +
        '[next0]scale=640:360,setsar=1,split=2[rung1][next1];' +
        '[next1]scale=426:240,setsar=1[rung2]',
    );
  });

  it('shares a picture between codecs', () => {
    const both = planLadder({ displayWidth: 640, displayHeight: 360 }, ['av1', 'h264']);
    expect(chunkFilterGraph({ ...encode, rungs: both })).toMatch(
      /split=3\[rung0\]\[rung2\]\[next0\];\[next0\]scale=426:240,setsar=1,split=2\[rung1\]\[rung3\]$/,
    );
  });

  it('deinterlaces before frames are chosen and maps tones after the picture was made smaller', () => {
    const graph = chunkFilterGraph({ ...encode, film: filmOf({ isInterlaced: true, isHdr: true }) });
    const order = ['bwdif', 'fps=', 'scale=854:480', 'tonemap=', 'format=yuv420p', 'split'].map((name) =>
      graph.indexOf(name),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(chunkFilterGraph(encode)).not.toMatch(/bwdif|tonemap/);
  });

  it('takes all that follows when the film is one chunk', () => {
    expect(chunkFilterGraph({ ...encode, range: { ...range, maxFrames: null } })).not.toContain('trim');
  });
});
