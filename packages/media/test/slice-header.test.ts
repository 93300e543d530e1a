import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { requireBox } from '../src/boxes/parse-boxes.ts';
import { configurationBox, readSampleEntry } from '../src/boxes/sample-entry.ts';
import { parseAvcConfiguration } from '../src/encryption/avc/parameter-sets.ts';
import { sliceHeaderBytes } from '../src/encryption/avc/slice-header.ts';
import { readSamples, readTrack } from '../src/index.ts';
import { encodeVideo, sampleClip, testPattern } from './support/ffmpeg.ts';
import { joined, type Packaged, packageStream } from './support/package.ts';

/** Lengths of all slice headers by ffmpeg's own parser, bytes without emulation prevention. */
function headerBytesByFfmpeg(stream: Uint8Array): number[] {
  const args = ['-c', 'ffmpeg -nostdin -v verbose -i pipe:0 -c copy -bsf:v trace_headers -f null - 2>&1'];
  const output = execFileSync('sh', args, { input: stream, maxBuffer: 256 * 1024 * 1024 }).toString();
  const ends: number[] = [];
  let isSlice = false;
  for (const line of output.split('\n')) {
    const heading = /trace_headers[^\]]*\] ([A-Z][A-Za-z ]+)$/.exec(line);
    if (heading !== null) {
      isSlice = heading[1] === 'Slice Header';
      if (isSlice) ends.push(0);
      continue;
    }
    const field = /\] (\d+) +\w\S* +([01]+) = /.exec(line);
    if (isSlice && field !== null) ends[ends.length - 1] = Number(field[1]) + (field[2] ?? '').length;
  }
  return ends.map((bits) => Math.ceil(bits / 8));
}

function headerBytesByUs({ init, segments }: Packaged): number[] {
  const entry = readSampleEntry(requireBox(init, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'));
  const avc = parseAvcConfiguration(configurationBox(entry, 'avcC').payload);
  const samples = segments.flatMap((segment) => readSamples(segment, readTrack(init)));
  return samples.flatMap(({ bytes }) =>
    nalUnits(bytes)
      .filter((nal) => [1, 5].includes((nal[0] ?? 0) & 31))
      .map((nal) => {
        const escaped = sliceHeaderBytes(nal, avc.pictureParameters);
        return escaped - emulationPreventionBytes(nal.subarray(0, escaped));
      }),
  );
}

function nalUnits(sample: Uint8Array): Uint8Array[] {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  const nals: Uint8Array[] = [];
  for (let position = 0; position < sample.length; position += 4 + view.getUint32(position)) {
    nals.push(sample.subarray(position + 4, position + 4 + view.getUint32(position)));
  }
  return nals;
}

function emulationPreventionBytes(bytes: Uint8Array): number {
  return bytes.filter((byte, index) => byte === 3 && bytes[index - 1] === 0 && bytes[index - 2] === 0).length;
}

const recipes = {
  'B-frames and weighted prediction over a fade': {
    inputArgs: [...sampleClip(2), '-vf', 'scale=320:-2,fade=in:0:50'],
    framesPerGroup: 60,
    timescale: 30000,
    encoderArgs: ['-x264-params', 'ref=4:bframes=5:b-pyramid=normal:weightb=1'],
  },
  'CAVLC in slices': {
    inputArgs: testPattern('25', 2),
    framesPerGroup: 25,
    timescale: 25000,
    encoderArgs: ['-coder', '0', '-slices', '3'],
  },
  interlaced: {
    inputArgs: testPattern('25', 2),
    framesPerGroup: 25,
    timescale: 25000,
    encoderArgs: ['-flags', '+ilme+ildct', '-x264-params', 'tff=1:cqm=jvt'],
  },
};

describe('the end of slice headers', () => {
  it.each(Object.entries(recipes))('is where ffmpeg sees it: %s', (_name, recipe) => {
    const packaged = packageStream(encodeVideo(recipe));
    const expected = headerBytesByFfmpeg(joined(packaged));
    expect(expected.length).toBeGreaterThanOrEqual(50);
    expect(headerBytesByUs(packaged)).toEqual(expected);
  });
});
