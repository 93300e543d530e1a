import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { CreatedVideoSigningKey, VideoSigningKeyView } from '@sluice/contract';
import { dataAnswer, goneAnswer } from '../../../platform/video-api/data-answer.ts';
import { readPage } from '../../../platform/video-api/read-page.ts';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import { requireVideoId } from '../../../platform/video-api/video-id.ts';
import { secondsText } from '../../../platform/video-api/video-time.ts';
import type { Database } from '../../../ports/database.ts';
import { type HttpRequest, type RouteHandler, requireTokenCaller } from '../../../ports/http-exchange.ts';
import { deleteVideoKey, insertVideoKey, listVideoKeys, readVideoKey, type StoredVideoKey } from './video-key-store.ts';

/** In a thread of its own: primes take a while to find. */
const makePair = promisify(generateKeyPair);

const viewOf = ({ id, created_at }: StoredVideoKey): VideoSigningKeyView => ({
  ...{ id, created_at: secondsText(created_at) },
});

/** Handlers of the signing keys of an environment, which stand under two prefixes (Mux contract §7.1). */
export function videoKeyHandlers(database: Database) {
  const environmentOf = (request: HttpRequest): string => requireTokenCaller(request).environment.id;
  const idOf = ({ params }: HttpRequest): string => requireVideoId(params.SIGNING_KEY_ID);

  const create: RouteHandler = async (request) => {
    const { publicKey, privateKey } = await makePair('rsa', { modulusLength: 2048 });
    const row = await insertVideoKey(database, environmentOf(request), publicKey.export({ format: 'jwk' }));
    // PKCS#1: the oldest clients take a PEM of no other form.
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' });
    const answer: CreatedVideoSigningKey = { ...viewOf(row), private_key: Buffer.from(pem).toString('base64') };
    return dataAnswer(201, answer);
  };

  const list: RouteHandler = async (request) => {
    const rows = await listVideoKeys(database, environmentOf(request), readPage(request.rawTarget));
    return dataAnswer(200, rows.map(viewOf));
  };

  const read: RouteHandler = async (request) => {
    const row = await readVideoKey(database, environmentOf(request), idOf(request));
    if (row === undefined) throw videoErrors.notFound();
    return dataAnswer(200, viewOf(row));
  };

  const remove: RouteHandler = async (request) => {
    const isGone = await deleteVideoKey(database, environmentOf(request), idOf(request));
    if (!isGone) throw videoErrors.notFound();
    return goneAnswer;
  };

  return {
    createVideoSigningKey: create,
    listVideoSigningKeys: list,
    readVideoSigningKey: read,
    deleteVideoSigningKey: remove,
    createSystemSigningKey: create,
    listSystemSigningKeys: list,
    readSystemSigningKey: read,
    deleteSystemSigningKey: remove,
  };
}
