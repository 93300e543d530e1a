import { expect, test } from 'vitest';
import { guardInputs } from './guard-inputs.ts';

const demuxersBefore = (args: string[], input: string): string[] => (args[args.indexOf(input) - 2] ?? '').split(',');

test('every input gets allow-lists of protocols and demuxers', () => {
  const args = guardInputs(['-ss', '3', '-i', 'a.mp4', '-i', 'b.mkv', '-map', '0', 'out.mp4']);
  expect(args.filter((arg) => arg === '-protocol_whitelist')).toHaveLength(2);
  for (const input of ['a.mp4', 'b.mkv']) {
    expect(demuxersBefore(args, input)).toContain('mov');
    for (const opener of ['hls', 'dash', 'concat', 'lavfi', 'image2', 'sdp', 'rtsp']) {
      expect(demuxersBefore(args, input)).not.toContain(opener);
    }
  }
  expect(args.slice(-3)).toEqual(['-map', '0', 'out.mp4']);
});

test('a demuxer named for one input is allowed for that input alone', () => {
  const args = guardInputs(['-f', 'lavfi', '-i', 'anullsrc', '-i', 'a.mp4', '-f', 'mp4', 'pipe:3']);
  expect(demuxersBefore(args, 'anullsrc')).toContain('lavfi');
  expect(demuxersBefore(args, 'a.mp4')).not.toContain('lavfi');
});
