import {
  type BlockCipher,
  formatMediaPlaylist,
  formatMultivariantPlaylist,
  initSectionName,
  mediaPlaylist,
  multivariantPlaylist,
  type Presentation,
} from '@sluice/media';
import type { HttpAnswer } from '../../ports/http-exchange.ts';
import { type Admission, refusalError } from '../access/index.ts';
import { assetFolder, type ContentKey } from '../assets/index.ts';
import { cacheHeaders } from './cache-policy.ts';
import { type CbcsBytesPlace, type CbcsPlace, cbcsPresentation, findCbcsPlace, makeCbcsBytes } from './cbcs-form.ts';
import { madeObject } from './made-object.ts';
import { documentedKeyPath } from './playlist-rewrite.ts';
import { answerPlaylist } from './playlists.ts';
import { answerStored, type StoredParts } from './stored-answers.ts';

export interface CbcsParts extends StoredParts {
  readonly cipher: BlockCipher;
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

async function requireBytes(parts: CbcsParts, { assetId, asset }: Admission, path: string): Promise<Uint8Array> {
  const found = await parts.objects.find(`${assetFolder(assetId)}/${path}`, asset);
  if (found === null) throw refusalError('not_found');
  return found.bytes ?? (await parts.store.readBytes(found.info.key)).bytes;
}

async function makeBytes(
  parts: CbcsParts,
  admission: Admission,
  kid: string,
  place: CbcsBytesPlace,
  path: string,
): Promise<Uint8Array> {
  const contentKey = await parts.findContentKey(admission.assetId, kid);
  if (contentKey === null) throw refusalError('not_found');
  const init = await requireBytes(parts, admission, `${place.rendition.path}/${initSectionName}`);
  const stored = place.kind === 'init' ? init : await requireBytes(parts, admission, path);
  return makeCbcsBytes(place, { cipher: parts.cipher, contentKey, init }, stored);
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
  const id = `cbcs ${asset.updatedAt.getTime()} ${assetId} ${path}`;
  if (place.kind === 'master' || place.kind === 'playlist') {
    const keyUri = parts.publicUrl + documentedKeyPath(assetId);
    const text = (): string => playlistText(presentation, place, keyUri);
    return answerPlaylist(parts, { admission, id, text, swapsKey: false });
  }
  const contentType = place.kind === 'init' ? 'video/mp4' : 'video/iso.segment';
  if (encryption.scheme === 'cbcs') {
    const answer = await answerStored(parts, { ...admission, path }, false, contentType);
    if (answer === null) throw refusalError('not_found');
    return answer;
  }
  const object = await parts.cache.find(id, async () => {
    const bytes = await makeBytes(parts, admission, encryption.kid, place, path);
    return { value: madeObject(bytes, contentType), bytes: bytes.byteLength };
  });
  return { status: 200, headers: cacheHeaders(admission, 'segment'), body: { kind: 'object', object } };
}
