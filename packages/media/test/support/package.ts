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

/** Whether the presentation's start is left to the edit list or taken into the samples' composition offsets. */
export type EditList = 'kept' | 'dropped';

const CHUNK_BYTES = 50_000;

/** One segment per fragment. */
export function packageStream(stream: Uint8Array, editList: EditList = 'kept'): Packaged {
  const reader = new FragmentReader();
  const fragments = [];
  for (let start = 0; start < stream.length; start += CHUNK_BYTES) {
    fragments.push(...reader.push(stream.subarray(start, start + CHUNK_BYTES)));
  }
  reader.finish();
  const init = reader.initSection();
  if (init === null) throw new Error('no init section');
  const track = readTrack(init);
  const shift = editList === 'dropped' ? track.mediaTime : 0;
  const segments = fragments.map((fragment, index) =>
    writeSegment({
      trackId: track.trackId,
      sequence: index + 1,
      baseDecodeTimeTicks: readDecodeTime(fragment),
      samples: readSamples(fragment, track).map((sample) => shifted(sample, shift)),
    }),
  );
  return { init: editList === 'dropped' ? withoutEditList(init) : init, segments };
}

function shifted(sample: Sample, ticks: number): Sample {
  return { ...sample, compositionOffsetTicks: sample.compositionOffsetTicks - ticks };
}

export function joined({ init, segments }: Packaged): Uint8Array {
  return new Uint8Array(Buffer.concat([init, ...segments]));
}
