import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../platform/logger.ts';
import type { MediaTool } from '../../ports/media-tool.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Programme, ProgrammeHooks, ProgrammeOrder, ProgrammeStudio } from '../../ports/programme.ts';
import type { Sfu } from '../../ports/sfu.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { TempSpace } from '../../ports/temp-space.ts';
import { closeStream } from './live/close-stream.ts';
import { storeProgramme } from './live/store-programme.ts';
import { loadBackground } from './picture/load-background.ts';
import { plainPicture, yuvColour } from './picture/yuv-picture.ts';
import { programmeRungs } from './programme-rungs.ts';
import type { ProgrammeSettings } from './programme-settings.ts';
import { runClock } from './run-clock.ts';
import { createStageMix } from './stage-mix.ts';
import { startEncoder } from './start-encoder.ts';

export interface StudioParts {
  /** Asked for when something is to be composed. */
  readonly media: () => Promise<MediaTool>;
  readonly sfu: Pick<Sfu, 'forwardRtp'>;
  readonly store: ObjectStore;
  readonly tempSpace: TempSpace;
  readonly settings: ProgrammeSettings;
  readonly log: Logger;
}

/** What is under way when a programme ends is encoded and stored within this time. */
const FINISH_MS = 20_000;

const studioFull = (): SluiceError =>
  new SluiceError('programme/too-many', {
    status: 503,
    message: 'As many spaces are broadcast by this server as it may compose at once.',
  });

/** Makes programmes of what a media server forwards: decodes, mixes, encodes and stores. */
export function createProgrammeStudio(parts: StudioParts): ProgrammeStudio {
  let running = 0;
  return {
    close: (assetId, model) => closeStream(parts.store, assetId, model),
    async start(order, hooks) {
      if (running >= parts.settings.maxProgrammes) throw studioFull();
      running += 1;
      const begun = Promise.withResolvers<Omit<Programme, 'done'>>();
      const done = parts.tempSpace
        .use('programme', (scratch) => runProgramme(parts, order, { hooks, scratch, onBegin: begun.resolve }))
        .finally(() => {
          running -= 1;
        });
      // Looked at by who has started it; where nothing began, by `begun`.
      done.catch(begun.reject);
      return { ...(await begun.promise), done };
    },
  };
}

interface Run {
  readonly hooks: ProgrammeHooks;
  readonly scratch: string;
  readonly onBegin: (programme: Omit<Programme, 'done'>) => void;
}

async function runProgramme(
  parts: StudioParts,
  order: ProgrammeOrder,
  { hooks, scratch, onBegin }: Run,
): Promise<void> {
  const { store, settings, log } = parts;
  const media = await parts.media();
  const { assetId, width, height, continues } = order;
  const rungs = programmeRungs(width, height, settings.rungs);
  const ground =
    order.background === null
      ? plainPicture(width, height, yuvColour.stage)
      : await loadBackground(media, scratch, order.background, { width, height });
  const [stopping, failing] = [new AbortController(), new AbortController()];
  const encoder = startEncoder(media, scratch, { width, height, rungs, settings }, failing.signal);
  const mix = createStageMix({ sfu: parts.sfu, media, scratch, order, ground, log });
  const clock = runClock({ encoder, mix, settings, width, height, signal: stopping.signal, log });
  const output = { store, assetId, rungs, settings, continues, wallClock: clock.wallClock, ...hooks };
  const stored = storeProgramme(output, encoder.video, encoder.audio);
  const stop = (): void => stopping.abort();
  // Whichever breaks, nothing of the others is of use any more.
  for (const part of [encoder.done, stored]) part.catch(stop);
  onBegin({ show: mix.show, stop });
  try {
    mix.show(order.view);
    await clock.ended;
    encoder.end();
    const late = sleep(FINISH_MS, undefined, { ref: false }).then(() => {
      throw new Error('the encoder did not come to an end');
    });
    await Promise.race([Promise.all([encoder.done, stored]), late]);
  } finally {
    mix.stop();
    failing.abort(new Error('the programme is over'));
  }
}
