import { fileURLToPath } from 'node:url';
import { ApiError, createClient, JobFailedError, type SluiceClient } from '@sluice/client';
import type { RunningServer } from '../compose/start-server.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { describeFilm, processFilm } from './process-file.ts';
import type { StatusLine } from './status-line.ts';

/** The film that comes with the program. */
const SAMPLE = fileURLToPath(new URL('../../../../samples/fractal.mp4', import.meta.url));

export interface Processing {
  readonly server: Pick<RunningServer, 'url' | 'isUntouched'>;
  readonly apiKey: string;
  readonly files: readonly string[];
  readonly status: StatusLine;
  readonly signal: AbortSignal;
}

/** The sample goes first into an empty house; later it is only looked for where it went in before. */
async function filesToProcess(client: SluiceClient, { server, files, signal }: Processing): Promise<readonly string[]> {
  if (files.length > 0) return files;
  if (await server.isUntouched()) return [SAMPLE];
  const { assetId } = await describeFilm(SAMPLE, signal);
  return (await client.findAsset(assetId, { signal })) === null ? [] : [SAMPLE];
}

/** What a person can do something about: of a job with stages, the words of the first one that failed. */
export function reasonOf(error: Error): string {
  const stages =
    error instanceof JobFailedError ? (error.results as { stages?: unknown } | null | undefined)?.stages : null;
  const failed = Object.values((stages ?? {}) as Record<string, { status?: unknown; error?: unknown }>).find(
    (stage) => stage.status === 'failed' && typeof stage.error === 'string',
  );
  return failed === undefined ? error.message : String(failed.error);
}

const isTold = (error: unknown): error is Error =>
  error instanceof SluiceError || error instanceof ApiError || error instanceof JobFailedError;

/**
 * Processes files through the public API of a running server and says where to watch them.
 * Resolves to whether any of them can be watched; true when there were none.
 */
export async function processFiles(processing: Processing): Promise<boolean> {
  const { server, status, signal } = processing;
  const { url } = server;
  const client = createClient({ baseUrl: url, apiKey: processing.apiKey });
  const files = await filesToProcess(client, processing);
  let watchable = 0;
  for (const file of files) {
    try {
      const film = await describeFilm(file, signal);
      const page = await processFilm(client, film, status, signal);
      watchable += 1;
      status.say(`${film.name} is ready. Watch it at:\n  ${url}${page}`);
    } catch (error) {
      if (signal.aborted || !isTold(error)) throw error;
      status.say(`${file}: ${reasonOf(error)}`);
    }
  }
  return files.length === 0 || watchable > 0;
}
