import { SluiceError } from '../../ports/sluice-error.ts';

export function objectMissing(key: string): SluiceError {
  return new SluiceError('storage/object-missing', {
    status: 404,
    message: 'There is no object with this key.',
    details: { key },
  });
}

export function objectExists(key: string): SluiceError {
  return new SluiceError('storage/object-exists', {
    status: 409,
    message: 'There is already an object with this key.',
    details: { key },
  });
}

export function objectTooLarge(key: string, maxBytes: number): SluiceError {
  return new SluiceError('storage/object-too-large', {
    status: 413,
    message: `The object is larger than the ${maxBytes} bytes that are allowed here.`,
    details: { key, maxBytes },
  });
}

export function invalidKey(reason: string): SluiceError {
  return new SluiceError('storage/invalid-key', { status: 400, message: `This object key cannot be used: ${reason}.` });
}

export function rangeNotSatisfiable(key: string, size: number): SluiceError {
  return new SluiceError('storage/range-not-satisfiable', {
    status: 416,
    message: 'The range begins after the end of the object.',
    details: { key, size },
  });
}

export function storageUnavailable(message: string, cause: unknown): SluiceError {
  return new SluiceError('storage/unavailable', { status: 503, message, cause });
}
