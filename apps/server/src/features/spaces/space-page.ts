import type { ByteObject, HttpAnswer, RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';

const PAGE = 'index.html';

/** The page runs its own scripts and speaks with its own origin; media of WebRTC is not loaded from anywhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

function answerFile(object: ByteObject | undefined, headers: Readonly<Record<string, string>>): HttpAnswer {
  if (object === undefined) throw new SluiceError('http/not-found', { status: 404, message: 'Not Found' });
  return { status: 200, headers: { 'cache-control': 'no-cache', ...headers }, body: { kind: 'object', object } };
}

/** Handlers of the page of a space, which is the same for every id, and of the SDK. */
export function spacePageHandlers(files: ReadonlyMap<string, ByteObject>) {
  const spacePage: RouteHandler = async ({ params }) =>
    answerFile(/^[A-Za-z0-9]{1,64}$/.test(params.id ?? '') ? files.get(PAGE) : undefined, {
      'content-security-policy': POLICY,
      'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self)',
      'referrer-policy': 'no-referrer',
    });
  const spacesSdkFile: RouteHandler = async ({ params }) =>
    answerFile(params.file === PAGE ? undefined : files.get(params.file ?? ''), {});
  return { spacePage, spacesSdkFile };
}
