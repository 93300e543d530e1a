import { SluiceError } from '../../../ports/sluice-error.ts';

const refuse = (status: number, code: string, message: string): SluiceError =>
  new SluiceError(`vault/${code}`, { status, message });

/** Refusals of uploads, in the words of the family `vault`. */
export const uploadErrors = {
  grantInvalid: () => refuse(401, 'upload-grant-invalid', 'This is no upload grant of ours.'),
  grantExpired: () => refuse(401, 'upload-grant-expired', 'The upload grant has ended: ask for a new one.'),
  notFound: () => refuse(404, 'upload-not-found', 'There is no such upload.'),
  tooLarge: (maxBytes: number) => refuse(413, 'request-invalid', `The file is larger than ${maxBytes} bytes.`),
  spaceFull: () => refuse(507, 'upload-space-full', 'Too much is being uploaded now: try again later.'),
  notStored: () =>
    refuse(423, 'upload-not-stored', 'All bytes are here, but the store cannot be reached: ask again in a moment.'),
  presignUnsupported: () =>
    refuse(409, 'presign-unsupported', 'This store cannot sign URLs: upload by tus at /v1/storage/uploads.'),
} as const;
