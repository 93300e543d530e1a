import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteObject, HttpAnswer, RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { type GateParts, openEmbedPage, refusalError } from '../access/index.ts';
import { isAssetId } from '../assets/index.ts';
import { madeObject } from './made-object.ts';

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=UTF-8',
  css: 'text/css; charset=UTF-8',
  html: 'text/html; charset=UTF-8',
  svg: 'image/svg+xml',
};

const WATCH_PAGE = 'index.html';
const EMBED_PAGE = 'embed.html';
const pages: ReadonlySet<string | undefined> = new Set([WATCH_PAGE, EMBED_PAGE]);
/** Stands in the embed page where the id of its asset goes; no character of an id means anything in HTML. */
const ASSET_MARK = '{{asset}}';

/**
 * A page may run its own scripts, play what this origin serves, and nothing else. `blob:` is how media and the
 * player's worker reach their elements.
 */
const PLAYER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What was built for browsers, in memory, by file name. A folder that is not there is no files. */
export async function loadBuiltFiles(folder: string): Promise<ReadonlyMap<string, ByteObject>> {
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

/**
 * Handlers of the pages with the player and of its files. The watch page is the same for every id: it tells nothing of
 * an asset. The embed page is shown to whom its token lets play (edge access §6).
 */
export function playerHandlers(files: ReadonlyMap<string, ByteObject>, gate: GateParts) {
  const embedPage: RouteHandler = async (request) => {
    const { assetId, headers } = await openEmbedPage(gate, request);
    const page = files.get(EMBED_PAGE);
    if (page === undefined || !isAssetId(assetId)) throw refusalError('not_found');
    const text = Buffer.from(await page.readBytes()).toString('utf8');
    const policy = `${PLAYER_POLICY}; ${headers['content-security-policy']}`;
    return {
      status: 200,
      headers: { ...headers, 'content-security-policy': policy, 'cache-control': 'private, no-store' },
      body: { kind: 'text', text: text.replace(ASSET_MARK, assetId), contentType: page.contentType },
    };
  };
  const watchPage: RouteHandler = async ({ params }) =>
    answerFile(isAssetId(params.aid ?? '') ? files.get(WATCH_PAGE) : undefined, {
      'cache-control': 'no-cache',
      'content-security-policy': `${PLAYER_POLICY}; frame-ancestors 'self'`,
      'referrer-policy': 'no-referrer',
    });
  const playerFile: RouteHandler = async ({ params }) =>
    answerFile(pages.has(params.file) ? undefined : files.get(params.file ?? ''), { 'cache-control': 'no-cache' });
  return { embedPage, watchPage, playerFile };
}
