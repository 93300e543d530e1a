import { randomUUID } from 'node:crypto';
import type { Grant } from '@sluice/access';
import { RegisterUploadBody } from '@sluice/contract';
import { identityErrors, readUserBody, requireSourceKey } from '../../identity/index.ts';
import type { JobOrder } from '../parse-create-body.ts';
import { canonicalOptions } from '../parse-options.ts';

/** A file that is to become a video. */
export interface Registration {
  readonly order: JobOrder;
  readonly name: { readonly id: string; readonly title: string | null };
}

const fault = (member: string, msg: string, type: string) =>
  identityErrors.invalidBody([{ loc: ['body', member], msg, type }]);

/** One path under either of its names. */
function pathOf({ storage_path: storagePath, file_path: filePath }: RegisterUploadBody): string {
  const path = storagePath ?? filePath;
  if (path === undefined) throw fault('storage_path', 'Field required', 'missing');
  if (filePath !== undefined && filePath !== path)
    throw fault('file_path', 'It is another than storage_path.', 'value');
  return path;
}

/**
 * Body of `POST /api/videos/register-upload`. What is made has an id of its own, so that no other order is equal to it.
 * @throws {SluiceError} 422 with every fault; 403 for a path that is not of the holder of the grant.
 */
export function parseRegistration(bytes: Uint8Array, grant: Grant): Registration {
  const body = readUserBody(RegisterUploadBody, bytes);
  const type = body.type ?? 'video:full';
  const source = requireSourceKey(grant, pathOf(body));
  const options = canonicalOptions(type, body.options);
  if (!options.ok) throw fault('options', options.problem, 'value');
  const title = body.title?.trim() ?? '';
  return {
    order: {
      ...{ type, hash: randomUUID(), source, provider: null, options: options.fields },
      ...{ callbackUrl: null, callbackUserId: null },
    },
    name: { id: body.job_id?.toLowerCase() ?? randomUUID(), title: title === '' ? null : title },
  };
}
