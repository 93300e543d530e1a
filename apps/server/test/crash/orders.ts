import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type SluiceClient } from '@sluice/client';
import type { CreateJobBody } from '@sluice/contract';
import { photograph } from '../fixtures/pictures.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

/** All job types; the longest film goes to the pool for large files, and its stream is encrypted. */
const kinds = {
  thumbnail: {
    type: 'image:thumbnail',
    source: 'photo.jpg',
    options: {
      outputs: [
        { variant: 'wide', width: 320, format: 'webp' },
        { variant: 'small', width: 64, height: 64, format: 'jpg' },
      ],
    },
  },
  cover: { type: 'video:cover', source: 'short.mp4' },
  preview: { type: 'video:preview', source: 'short.mp4', options: { width: 96, fps: 5, duration: 1 } },
  transcode: { type: 'video:transcode', source: 'short.mp4' },
  full: {
    type: 'video:full',
    source: 'long.mp4',
    options: { preview: { width: 96, fps: 5, duration: 1 }, transcode: { encrypt: true } },
  },
  broken: { type: 'video:cover', source: 'broken.mp4' },
} as const satisfies Record<string, Pick<CreateJobBody, 'type' | 'source' | 'options'>>;

export type Kind = keyof typeof kinds;
export const goodKinds = ['thumbnail', 'cover', 'preview', 'transcode', 'full'] as const satisfies readonly Kind[];

export type GoodKind = (typeof goodKinds)[number];

export const typeOf = (kind: Kind): string => kinds[kind].type;

/** One order, known by its asset. */
export interface Order {
  readonly kind: Kind;
  readonly hash: string;
}

/** Sources of all orders; `longBytes` is the size of the one that counts as large. */
export async function makeSources(): Promise<{ files: Readonly<Record<string, Blob>>; longBytes: number }> {
  const [short, long, photo] = await Promise.all([makeTinyClip(1, '96x54'), makeTinyClip(2, '96x54'), photograph()]);
  const files = {
    'short.mp4': short,
    'long.mp4': long,
    'photo.jpg': new Blob([Uint8Array.from(photo)]),
    'broken.mp4': new Blob(['this is no film']),
  };
  return { files, longBytes: long.size };
}

const PLACE_MS = 60_000;

/** Orders until the service has taken it: one that is repeated because no answer came finds the job that it made. */
export async function place(client: SluiceClient, { kind, hash }: Order, callbackUrl: string): Promise<void> {
  const body = { ...kinds[kind], hash, callback_url: callbackUrl };
  const deadlineMs = Date.now() + PLACE_MS;
  for (;;) {
    try {
      await client.createJob(body, { signal: AbortSignal.timeout(15_000) });
      return;
    } catch (error) {
      const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500;
      if (isRefusal || Date.now() > deadlineMs) throw error;
      await sleep(250);
    }
  }
}
