import type { DeletedObjectAnswer, StoredObjectAnswer } from '@sluice/contract';
import type { Static } from 'typebox';
import { contentTypeOf } from '../../../platform/content-type.ts';
import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { Providers } from '../providers/providers.ts';
import { announcedBytes, receiveSource } from '../receive-source.ts';
import { byteObject } from '../stored-objects.ts';
import { accountCallOf } from './account-call-of.ts';
import { type Destination, destinationOf } from './destination.ts';
import { openDestination } from './open-destination.ts';
import type { OnStored } from './stored-upload.ts';

/** The object that the header fields name. */
function destinationIn(request: HttpRequest): Destination {
  const { account, fields } = accountCallOf(request);
  return destinationOf(account, {
    filename: fields['x-kerberos-storage-filename'] ?? '',
    provider: fields['x-kerberos-storage-provider'],
    directory: fields['x-kerberos-storage-directory'],
  });
}

/** Objects by the header fields of recorders (Kerberos Vault contract §9). */
export function objectHandlers(providers: Providers, maxBytes: number, onStored: OnStored) {
  const storeObject: RouteHandler = async (request) => {
    const destination = destinationIn(request);
    const { provider, key } = destination;
    const store = await openDestination(providers, provider);
    const upload = { key, body: request.bodyStream, announcedBytes: announcedBytes(request.headers) };
    const { size, etag } = await receiveSource(store, upload, maxBytes);
    await onStored(accountCallOf(request).account, destination);
    const answer: Static<typeof StoredObjectAnswer> = { data: { filename: key, provider, size, etag } };
    return jsonAnswer(200, answer, noStore);
  };
  const readStoredObject: RouteHandler = async (request) => {
    const { provider, key } = destinationIn(request);
    const store = await openDestination(providers, provider);
    const info = await store.head(key);
    if (info === null) {
      throw new SluiceError('storage/object-missing', { status: 404, message: 'There is no object with this name.' });
    }
    const object = byteObject(store, { info }, contentTypeOf(key));
    return { status: 200, headers: noStore, body: { kind: 'object', object } };
  };
  const deleteObject: RouteHandler = async (request) => {
    const { provider, key } = destinationIn(request);
    await (await openDestination(providers, provider)).delete(key);
    const answer: Static<typeof DeletedObjectAnswer> = { data: { filename: key, provider } };
    return jsonAnswer(200, answer, noStore);
  };
  return { storeObject, readStoredObject, deleteObject };
}
