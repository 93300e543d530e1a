import {
  type BlockCipher,
  formatMediaPlaylist,
  formatMultivariantPlaylist,
  initSectionName,
  mediaPlaylist,
  multivariantPlaylist,
  type Presentation,
} from '@sluice/media';
import type { Clock } from '../../ports/clock.ts';
import type { ByteObject, HttpAnswer } from '../../ports/http-exchange.ts';
import { type Admission, refusalError } from '../access/index.ts';
import { assetFolder, type ContentKey } from '../assets/index.ts';
import { isStillFresh, type Sighting } from '../storage/index.ts';
import { cacheHeaders } from './cache-policy.ts';
import { type CbcsBytesPlace, type CbcsPlace, cbcsPresentation, findCbcsPlace, makeCbcsBytes } from './cbcs-form.ts';
import { madeObject } from './made-object.ts';
import { documentedKeyPath } from './playlist-rewrite.ts';
import { answerPlaylist } from './playlists.ts';
import { answerStored, type StoredParts } from './stored-answers.ts';

export interface CbcsParts extends StoredParts {
  readonly cipher: BlockCipher;
  readonly clock: Clock;
  readonly findContentKey: (assetId: string, kid: string) => Promise<ContentKey | null>;
}

type EncryptedPresentation = Presentation & { readonly encryption: NonNullable<Presentation['encryption']> };

const isEncrypted = (presentation: Presentation | undefined | null): presentation is EncryptedPresentation =>
  presentation?.encryption != null;

function playlistText(presentation: EncryptedPresentation, place: CbcsPlace, keyUri: string): string {
  if (place.kind === 'master') return formatMultivariantPlaylist(multivariantPlaylist(presentation));
  if (place.kind !== 'playlist') throw new TypeError('not a playlist');
  const options = { keyUri, keyFormat: 'org.w3.clearkey', scheme: 'cbcs' } as const;
  return formatMediaPlaylist(mediaPlaylist(presentation, place.rendition, options));
}

async function requireObject(parts: CbcsParts, { assetId, asset }: Admission, path: string) {
  const found = await parts.objects.find(`${assetFolder(assetId)}/${path}`, asset);
  if (found === null) throw refusalError('not_found');
  return found;
}

type FoundObject = Awaited<ReturnType<typeof requireObject>>;

const bytesOf = async ({ store }: CbcsParts, { info, bytes }: FoundObject): Promise<Uint8Array> =>
  bytes ?? (await store.readBytes(info.key)).bytes;

const contentTypeOf = (place: CbcsBytesPlace): string => (place.kind === 'init' ? 'video/mp4' : 'video/iso.segment');

interface MadeSegment extends Sighting {
  readonly object: ByteObject;
  /** The key and the versions of the stored objects. */
  readonly madeOf: string;
}

/** An init section or segment in its CBCS form, made once for all who ask, and anew when what it is made of changes. */
async function findMade(
  parts: CbcsParts,
  admission: Admission,
  kid: string,
  place: CbcsBytesPlace,
  path: string,
): Promise<ByteObject> {
  const { assetId, asset } = admission;
  const revision = asset?.updatedAt.getTime() ?? null;
  const makeObject = async (init: FoundObject, stored: FoundObject): Promise<ByteObject> => {
    const contentKey = await parts.findContentKey(assetId, kid);
    if (contentKey === null) throw refusalError('not_found');
    const material = { cipher: parts.cipher, contentKey, init: await bytesOf(parts, init) };
    return madeObject(makeCbcsBytes(place, material, await bytesOf(parts, stored)), contentTypeOf(place));
  };
  const make = async (stale: MadeSegment | undefined) => {
    const init = await requireObject(parts, admission, `${place.rendition.path}/${initSectionName}`);
    const stored = place.kind === 'init' ? init : await requireObject(parts, admission, path);
    const madeOf = [kid, init.info.etag, stored.info.etag].join(' ');
    const object = stale?.madeOf === madeOf ? stale.object : await makeObject(init, stored);
    const value = { object, madeOf, revision, isMissing: false, seenAtMs: parts.clock.nowMs() };
    return { value, bytes: object.size };
  };
  const isFresh = (made: MadeSegment): boolean => isStillFresh(made, revision, parts.clock.nowMs());
  return (await parts.cache.find(`cbcs ${assetId} ${path}`, make, isFresh)).object;
}

/**
 * Objects below `/v/{aid}/cbcs/`: playlists written from the model, init sections and segments made from the stored
 * AES-128 form, once for all who ask at the same time. Where CBCS is what is stored, it is served as it is.
 */
export async function answerCbcs(parts: CbcsParts, admission: Admission): Promise<HttpAnswer> {
  const { assetId, asset } = admission;
  const path = admission.path.slice('cbcs/'.length);
  if (asset === null || !isEncrypted(asset.presentation)) throw refusalError('not_found');
  const { encryption } = asset.presentation;
  const presentation = { ...cbcsPresentation(asset.presentation), encryption };
  const place = findCbcsPlace(presentation, path);
  if (place === null) throw refusalError('not_found');
  if (place.kind === 'master' || place.kind === 'playlist') {
    const keyUri = parts.publicUrl + documentedKeyPath(assetId);
    const text = (): string => playlistText(presentation, place, keyUri);
    const id = `cbcs ${asset.updatedAt.getTime()} ${assetId} ${path}`;
    return answerPlaylist(parts, { admission, id, text, swapsKey: false });
  }
  if (encryption.scheme === 'cbcs') {
    const answer = await answerStored(parts, { ...admission, path }, false, contentTypeOf(place));
    if (answer === null) throw refusalError('not_found');
    return answer;
  }
  const object = await findMade(parts, admission, encryption.kid, place, path);
  return { status: 200, headers: cacheHeaders(admission, 'segment'), body: { kind: 'object', object } };
}
