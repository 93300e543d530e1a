import { type HttpAnswer, jsonAnswer, noStore, type RouteHandler } from '../../ports/http-exchange.ts';
import { type Admission, refusalError } from '../access/index.ts';
import type { AssetDirectory, ContentKey } from '../assets/index.ts';
import { clearKeyLicence, parseClearKeyRequest } from './clear-key.ts';
import { checkKeyToken, type KeyTokenParts, keyError } from './key-token-check.ts';
import { madeObject } from './made-object.ts';

export interface KeyParts extends KeyTokenParts {
  readonly directory: AssetDirectory;
  readonly findContentKey: (assetId: string, kid: string) => Promise<ContentKey | null>;
}

const rawKey = (key: Uint8Array): HttpAnswer => ({
  status: 200,
  headers: noStore,
  body: { kind: 'object', object: madeObject(key, 'application/octet-stream') },
});

/** A key that is there but cannot be opened is our fault; the contract calls everything else 404. */
async function openKey({ findContentKey }: KeyParts, assetId: string, kid: string | null): Promise<ContentKey> {
  if (kid === null) throw keyError(404);
  const found = await findContentKey(assetId, kid).catch((cause: unknown) => {
    throw keyError(500, cause);
  });
  if (found === null) throw keyError(404);
  return found;
}

/** Handlers of `/api/key/{hash}`, Vylux contract §6.2, and its ClearKey form. */
export function bearerKeyHandlers(parts: KeyParts) {
  const readMediaKey: RouteHandler = async (request) => {
    const assetId = checkKeyToken(parts, request);
    const asset = await parts.directory.find(assetId);
    return rawKey((await openKey(parts, assetId, asset?.contentKid ?? null)).key);
  };
  const readClearKeyLicence: RouteHandler = async (request) => {
    const assetId = checkKeyToken(parts, request);
    const kids = parseClearKeyRequest(request.bodyBytes);
    if (kids === null) throw keyError(400);
    const found = await Promise.all(kids.map((kid) => parts.findContentKey(assetId, kid))).catch((cause: unknown) => {
      throw keyError(500, cause);
    });
    const keys = found.filter((key) => key !== null);
    if (keys.length === 0) throw keyError(404);
    return jsonAnswer(200, clearKeyLicence(keys), noStore);
  };
  return { readMediaKey, readClearKeyLicence };
}

/** `/k/{aid}/{kid}.key` for a credential whose paths cover it. */
export async function answerAssetKey(parts: KeyParts, { assetId, path }: Admission): Promise<HttpAnswer> {
  const kid = /^([0-9a-f]{32})\.key$/.exec(path)?.[1];
  const found = kid === undefined ? null : await parts.findContentKey(assetId, kid);
  if (found === null) throw refusalError('not_found');
  return rawKey(found.key);
}
