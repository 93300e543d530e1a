export { isStillFresh, type Sighting } from './object-freshness.ts';
export { createObjectUrls, type ObjectUrls } from './object-urls.ts';
export { announcedBytes, receiveSource } from './receive-source.ts';
export { storageHandlers } from './routes.ts';
export { sourceView } from './source-view.ts';
export { byteObject, createStoredObjects, type KeptObject, type StoredObjects } from './stored-objects.ts';
export { userFileHandlers } from './user-files/user-file-handlers.ts';
