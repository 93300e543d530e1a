import type { Readable } from 'node:stream';
import {
  FragmentReader,
  formatMultivariantPlaylist,
  MalformedMediaError,
  multivariantPlaylist,
  type Presentation,
  type Rung,
  readSamples,
  readTrack,
  type Sample,
  type Track,
} from '@sluice/media';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { createAudioCutter } from '../../audio/audio-cutter.ts';
import { audioRendition } from '../../audio/audio-rendition.ts';
import { assetPrefix, contentTypes, masterPlaylistKey, renditionKeys } from '../../segments/media-keys.ts';
import type { ProgrammeSettings } from '../programme-settings.ts';
import { notContinued, readGrownParts } from './grown-part.ts';
import { type LiveRendition, openLiveRendition, type WallClock } from './live-rendition.ts';

export interface ProgrammeOutput {
  readonly store: ObjectStore;
  readonly assetId: string;
  readonly rungs: readonly Rung[];
  readonly settings: ProgrammeSettings;
  readonly wallClock: WallClock;
  /** The model of the stream, without segments: what does not change any more. */
  readonly onPlayable: (model: Presentation) => void;
  /** What `onPlayable` told of a stream that is to go on; null for a new one. */
  readonly continues: Presentation | null;
  /** Asked before anything is stored. */
  mayStore(): Promise<boolean>;
}

interface Opened {
  readonly rendition: LiveRendition;
  readonly track: Track;
}

/** Announced while nobody knows what the heaviest segment will be. */
const PEAK_PER_NOMINAL = 1.5;

/** Reads one output to its end; `cut` makes segments of samples, and gives what is left at the end. */
async function readOutput(
  pipe: Readable,
  open: (init: Uint8Array) => Promise<Opened>,
  cutterOf: (track: Track) => Cutter,
  onSegment: (opened: Opened) => Promise<void>,
): Promise<void> {
  const reader = new FragmentReader();
  let output: { opened: Opened; cutter: Cutter } | null = null;
  const add = async (opened: Opened, samples: readonly Sample[]): Promise<void> => {
    await opened.rendition.add(samples);
    await onSegment(opened);
  };
  for await (const bytes of pipe as AsyncIterable<Uint8Array>) {
    for (const fragment of reader.push(bytes)) {
      if (output === null) {
        const init = reader.initSection();
        if (init === null) throw new MalformedMediaError('A fragment before the init section');
        const opened = await open(init);
        output = { opened, cutter: cutterOf(opened.track) };
      }
      const { opened, cutter } = output;
      for (const segment of cutter.push(readSamples(fragment, opened.track))) await add(opened, segment);
    }
  }
  const rest = output?.cutter.rest() ?? [];
  if (output !== null && rest.length > 0) await add(output.opened, rest);
}

interface Cutter {
  push(samples: readonly Sample[]): readonly (readonly Sample[])[];
  rest(): readonly Sample[];
}

/** The encoder's fragments are the segments. */
const wholeFragments = (): Cutter => ({ push: (samples) => [samples], rest: () => [] });

/** What there is of each rendition. @throws {SluiceError} where these are other ones than there were. */
async function readBefore({ store, assetId, rungs, continues }: ProgrammeOutput) {
  if (continues === null) return null;
  const parts = await readGrownParts(store, assetId, continues);
  const paths = [...rungs.map(({ id }) => `video/${id}`), audioRendition.path];
  if (parts.size !== paths.length || !paths.every((path) => parts.has(path))) {
    throw notContinued('this server makes other renditions');
  }
  return parts;
}

/**
 * Stores what the encoder brings as a stream that grows: playlists of the type EVENT, and the multivariant one as soon as
 * each rendition has a segment. Resolves at the end of all outputs; the playlists stay open. One that another process
 * has begun goes on behind a discontinuity. @throws {SluiceError} `programme/not-continued` where it cannot.
 */
export async function storeProgramme(
  output: ProgrammeOutput,
  video: readonly Readable[],
  audio: Readable,
): Promise<void> {
  const { store, assetId, rungs, settings, wallClock, onPlayable, mayStore } = output;
  const opened = new Map<string, Opened>();
  const parts = await readBefore(output);
  let isPlayable = parts !== null;

  const openAt = (path: string) => async (init: Uint8Array) => {
    const track = readTrack(init);
    const keys = renditionKeys(assetPrefix(assetId), path);
    const primingTicks = path === audioRendition.path ? track.mediaTime : 0;
    const options = { store, keys, track, wallClock, before: parts?.get(path) ?? null, primingTicks, mayStore };
    return { track, rendition: await openLiveRendition(options, init) };
  };
  const told = (path: string) => async (has: Opened) => {
    opened.set(path, has);
    if (isPlayable || opened.size <= rungs.length) return;
    isPlayable = true;
    await store.put(masterPlaylistKey(assetId), Buffer.from(masterText(rungs, settings, opened)), {
      contentType: contentTypes.playlist,
    });
    onPlayable(modelOf(rungs, settings, opened, false));
  };
  const cutAudio = ({ timescale, mediaTime: primingTicks }: Track): Cutter =>
    createAudioCutter({
      videoFrameRate: { numerator: settings.frameRate, denominator: 1 },
      ...{ segmentFrames: settings.frameRate * settings.segmentSeconds, timescale, primingTicks },
    });
  await Promise.all([
    ...rungs.map((rung, index) => {
      const path = `video/${rung.id}`;
      return readOutput(video[index] as Readable, openAt(path), wholeFragments, told(path));
    }),
    readOutput(audio, openAt(audioRendition.path), cutAudio, told(audioRendition.path)),
  ]);
}

function modelOf(
  rungs: readonly Rung[],
  { frameRate }: ProgrammeSettings,
  opened: ReadonlyMap<string, Opened>,
  withSegments: boolean,
): Presentation {
  const common = (path: string) => {
    const has = opened.get(path);
    const segments = withSegments ? (has?.rendition.segments ?? []) : [];
    return { path, codecs: has?.track.codec ?? '', timescale: has?.track.timescale ?? 1, segments };
  };
  const { id, path, language, codec, channels, sampleRate, bitsPerSecond } = audioRendition;
  return {
    ...{ version: 1, durationSeconds: 0, encryption: null },
    video: rungs.map((rung) => ({
      ...common(`video/${rung.id}`),
      ...{ id: rung.id, codec: rung.codec, width: rung.width, height: rung.height },
      ...{ frameRate: { numerator: frameRate, denominator: 1 }, nominalBitrate: rung.nominalBitrate },
    })),
    audio: [{ ...common(path), id, language, codec, channels, sampleRate, nominalBitrate: bitsPerSecond }],
  };
}

/** Bit rates are those of the first segments, or what the encoder is held to where that is more. */
function masterText(rungs: readonly Rung[], settings: ProgrammeSettings, opened: ReadonlyMap<string, Opened>): string {
  const playlist = multivariantPlaylist(modelOf(rungs, settings, opened, true));
  const variants = playlist.variants.map((variant, index) => {
    const nominal = (rungs[index]?.nominalBitrate ?? 0) + audioRendition.bitsPerSecond;
    return {
      ...variant,
      peakBitsPerSecond: Math.max(variant.peakBitsPerSecond, Math.round(nominal * PEAK_PER_NOMINAL)),
      averageBitsPerSecond: Math.max(variant.averageBitsPerSecond, nominal),
    };
  });
  return formatMultivariantPlaylist({ ...playlist, variants });
}
