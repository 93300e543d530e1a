export { isStillFresh, type Sighting } from './object-freshness.ts';
export { storageHandlers } from './routes.ts';
export { byteObject, createStoredObjects, type KeptObject, type StoredObjects } from './stored-objects.ts';
