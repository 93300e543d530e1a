import {
  FragmentReader,
  readDecodeTime,
  readSamples,
  readTrack,
  type Sample,
  withoutEditList,
  writeSegment,
} from '../../src/index.ts';

/** A track cut into segments the way the server does it. */
export interface Packaged {
  readonly init: Uint8Array;
  readonly segments: Uint8Array[];
}

/** One segment per fragment; for video the edit list goes into the composition offsets. */
export function packageStream(stream: Uint8Array, chunkBytes = 50_000): Packaged {
  const reader = new FragmentReader();
  const fragments = [];
  for (let start = 0; start < stream.length; start += chunkBytes) {
    fragments.push(...reader.push(stream.subarray(start, start + chunkBytes)));
  }
  reader.finish();
  const init = reader.initSection();
  if (init === null) throw new Error('no init section');
  const track = readTrack(init);
  const shift = track.kind === 'video' ? track.mediaTime : 0;
  const segments = fragments.map((fragment, index) =>
    writeSegment({
      trackId: track.trackId,
      sequence: index + 1,
      baseDecodeTimeTicks: readDecodeTime(fragment),
      samples: readSamples(fragment, track).map((sample) => shifted(sample, shift)),
    }),
  );
  return { init: track.kind === 'video' ? withoutEditList(init) : init, segments };
}

function shifted(sample: Sample, ticks: number): Sample {
  return { ...sample, compositionOffsetTicks: sample.compositionOffsetTicks - ticks };
}

export function joined({ init, segments }: Packaged): Uint8Array {
  return new Uint8Array(Buffer.concat([init, ...segments]));
}
