import { SluiceError } from '../../../ports/sluice-error.ts';
import { invalidKey, objectMissing, storageUnavailable } from '../storage-errors.ts';

/** The store's words for an error of the file system. */
export function explainFsError(storeName: string, key: string, error: unknown): SluiceError {
  if (error instanceof SluiceError) return error;
  switch (error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined) {
    // A folder, a socket, a link or a file in the place of a parent: whatever it is, it is no object.
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ELOOP':
    case 'ENXIO':
      return objectMissing(key);
    case 'ENAMETOOLONG':
      return invalidKey('it is longer than the file system allows');
    case 'ENOSPC':
    case 'EDQUOT':
      return storageUnavailable(`The disk of the store “${storeName}” is full: free some space and try again.`, error);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return storageUnavailable(
        `The folder of the store “${storeName}” may not be read or written by the server: correct its owner or mode.`,
        error,
      );
    default:
      return unusable(storeName, error);
  }
}

/** The same for the store as a whole, where a missing path is no missing object. */
export function explainRootError(storeName: string, error: unknown): SluiceError {
  const explained = explainFsError(storeName, '', error);
  return explained.code === 'storage/unavailable' ? explained : unusable(storeName, error);
}

function unusable(storeName: string, error: unknown): SluiceError {
  return storageUnavailable(
    `The folder of the store “${storeName}” cannot be used: see that it exists and is a folder.`,
    error,
  );
}

/** A parent of the key is an object, or the key is the parent of one: files cannot be both. */
export function isKeyConflict(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return ['ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'ELOOP'].includes(code ?? '');
}

export function keyConflict(key: string, cause: unknown): SluiceError {
  return new SluiceError('storage/key-conflict', {
    status: 409,
    message: 'This key cannot be stored beside the existing ones: a key and a folder would have the same name.',
    details: { key },
    cause,
  });
}
