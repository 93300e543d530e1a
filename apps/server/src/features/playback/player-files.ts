import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteObject, HttpAnswer, RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { isAssetId } from '../assets/index.ts';
import { madeObject } from './made-object.ts';

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=UTF-8',
  css: 'text/css; charset=UTF-8',
  html: 'text/html; charset=UTF-8',
  svg: 'image/svg+xml',
};

const PAGE = 'index.html';

/**
 * The page may run its own scripts, play what this origin serves, and nothing else. `blob:` is how media and the
 * player's worker reach their elements.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** The built player in memory, by file name. A folder that is not there is no files. */
export async function loadPlayerFiles(folder: string): Promise<ReadonlyMap<string, ByteObject>> {
  const names = await readdir(folder).catch(() => []);
  const files = new Map<string, ByteObject>();
  for (const name of names) {
    const type = types[name.split('.').at(-1) ?? ''];
    if (type !== undefined && !name.startsWith('.'))
      files.set(name, madeObject(await readFile(join(folder, name)), type));
  }
  return files;
}

function answerFile(object: ByteObject | undefined, headers: Readonly<Record<string, string>>): HttpAnswer {
  if (object === undefined) throw new SluiceError('http/not-found', { status: 404, message: 'Not Found' });
  return { status: 200, headers, body: { kind: 'object', object } };
}

/** Handlers of the watch page and of the player's files. The page is the same for every id: it tells nothing of an asset. */
export function playerHandlers(files: ReadonlyMap<string, ByteObject>) {
  const watchPage: RouteHandler = async ({ params }) =>
    answerFile(isAssetId(params.aid ?? '') ? files.get(PAGE) : undefined, {
      'cache-control': 'no-cache',
      'content-security-policy': PAGE_POLICY,
      'referrer-policy': 'no-referrer',
    });
  const playerFile: RouteHandler = async ({ params }) =>
    answerFile(params.file === PAGE ? undefined : files.get(params.file ?? ''), { 'cache-control': 'no-cache' });
  return { watchPage, playerFile };
}
