import {
  FragmentReader,
  readDecodeTime,
  readSamples,
  readTrack,
  type Sample,
  withEditList,
  withoutEditList,
  writeSegment,
} from '../../src/index.ts';

/** A track cut into segments the way the server does it. */
export interface Packaged {
  readonly init: Uint8Array;
  readonly segments: Uint8Array[];
}

/**
 * Where the start of the presentation is: left to the encoder's edit list, in the samples' composition offsets, or in an
 * edit list of our own.
 */
export type EditList = 'kept' | 'dropped' | 'replaced';

/** Ticks: longer than any picture waits here. */
const OWN_MEDIA_TIME = 12_345;
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
  const mediaTime = { kept: track.mediaTime, dropped: 0, replaced: OWN_MEDIA_TIME }[editList];
  const segments = fragments.map((fragment, index) =>
    writeSegment({
      trackId: track.trackId,
      sequence: index + 1,
      baseDecodeTimeTicks: readDecodeTime(fragment),
      samples: readSamples(fragment, track).map((sample) => shifted(sample, track.mediaTime - mediaTime)),
    }),
  );
  const inits = { kept: init, dropped: withoutEditList(init), replaced: withEditList(init, OWN_MEDIA_TIME) };
  return { init: inits[editList], segments };
}

function shifted(sample: Sample, ticks: number): Sample {
  return { ...sample, compositionOffsetTicks: sample.compositionOffsetTicks - ticks };
}

export function joined({ init, segments }: Packaged): Uint8Array {
  return new Uint8Array(Buffer.concat([init, ...segments]));
}
