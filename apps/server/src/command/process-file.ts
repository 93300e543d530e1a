import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SluiceClient } from '@sluice/client';
import { SluiceError } from '../ports/sluice-error.ts';
import { progressLine } from './progress-line.ts';
import type { StatusLine } from './status-line.ts';

/** A file on this machine, named after its content: the same film is processed once, whatever it is called. */
export interface LocalFilm {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Id of the asset: 32 hex digits of the content's SHA-256. */
  readonly assetId: string;
  /** Key in the source store. */
  readonly key: string;
}

const unreadable = (path: string, cause: unknown): SluiceError =>
  new SluiceError('command/unreadable-file', { status: 400, message: `${path} cannot be read as a file.`, cause });

/** Reads the whole file once. */
export async function describeFilm(path: string, signal: AbortSignal): Promise<LocalFilm> {
  const hash = createHash('sha256');
  try {
    const { size } = await stat(path);
    await pipeline(createReadStream(path), hash, { signal });
    const assetId = hash.digest('hex').slice(0, 32);
    const extension = /^\.[A-Za-z0-9]{1,10}$/.exec(extname(path))?.[0]?.toLowerCase() ?? '';
    return { path, name: basename(path), bytes: size, assetId, key: `uploads/${assetId}${extension}` };
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw unreadable(path, cause);
  }
}

async function upload(client: SluiceClient, film: LocalFilm, status: StatusLine, signal: AbortSignal): Promise<void> {
  const known = await client.findSource(film.key, { signal });
  if (known?.size === film.bytes) return;
  const body = Readable.toWeb(createReadStream(film.path, { highWaterMark: 256 * 1024 })) as ReadableStream<Uint8Array>;
  await client.uploadSource(film.key, body, {
    signal,
    onProgress: (sent) => status.update(`${film.name}: uploading  ${Math.floor((100 * sent) / film.bytes)} %`),
  });
}

/**
 * Upload, protect, process, wait; what is done already is not done again. Resolves to a watch page's path with a fresh
 * token in its fragment, where no server log will see it.
 */
export async function processFilm(
  client: SluiceClient,
  film: LocalFilm,
  status: StatusLine,
  signal: AbortSignal,
): Promise<string> {
  await upload(client, film, status, signal);
  await client.setAssetAccess(film.assetId, 'protected', { signal });
  const job = await client.createJob(
    { type: 'video:full', hash: film.assetId, source: film.key, options: { transcode: { encrypt: true } } },
    { signal },
  );
  if (job.job_id !== null) {
    for await (const view of client.watchJob(job.job_id, { signal })) {
      status.update(`${film.name}: ${progressLine(view)}`);
    }
    await client.waitForJob(job.job_id, { signal });
  }
  const { token } = await client.issuePlaybackToken({ asset_id: film.assetId, subject: 'local' }, { signal });
  return `/watch/${film.assetId}#et=${encodeURIComponent(token)}`;
}
