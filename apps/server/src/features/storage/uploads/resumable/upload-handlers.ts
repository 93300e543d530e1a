import type { UploadView } from '@sluice/contract';
import type { Static } from 'typebox';
import { type Clock, unixSeconds } from '../../../../ports/clock.ts';
import type { AccountCall, HttpRequest, RouteHandler } from '../../../../ports/http-exchange.ts';
import { isSluiceError } from '../../../../ports/sluice-error.ts';
import { vaultErrors } from '../../vault-error.ts';
import { accountCallOf } from '../account-call-of.ts';
import { checkReach, type Destination, destinationOf } from '../destination.ts';
import { uploadErrors } from '../upload-errors.ts';
import { checkPermit } from '../upload-grants.ts';
import { createTusServer } from './tus-server.ts';
import { recordOf } from './upload-record.ts';
import type { UploadSpool } from './upload-spool.ts';

export interface ResumableParts {
  readonly spool: UploadSpool;
  readonly clock: Clock;
  /** Largest object that is taken. */
  readonly maxBytes: number;
  /** Absolute, or empty: then locations are told by path alone. */
  readonly baseUrl: string;
}

/** Where a new upload goes: what the grant says, else what the header fields do. */
function newDestination({ account, fields, permit }: AccountCall): Destination {
  if (permit !== undefined) return permit;
  const filename = fields['x-kerberos-storage-filename'];
  if (filename === undefined) throw vaultErrors.missingFileName();
  return destinationOf(account, { filename, provider: fields['x-kerberos-storage-provider'] });
}

/** Resumable uploads by tus 1.0. Account, directory and grant are checked with every request. */
export function resumableHandlers({ spool, clock, maxBytes, baseUrl }: ResumableParts) {
  const run = createTusServer(spool, baseUrl);

  /** The upload, where the caller may go on with it. */
  async function requireUpload(request: HttpRequest) {
    const { account, permit } = accountCallOf(request);
    const id = request.params.id ?? '';
    const upload = /^[0-9a-f]{32}$/.test(id) ? await spool.find(id) : null;
    const record = upload === null ? null : recordOf(upload);
    if (upload === null || record?.account !== account.name) throw uploadErrors.notFound();
    checkReach(account, record);
    if (permit !== undefined) checkPermit(permit, record, unixSeconds(clock));
    return { id, upload, record };
  }

  const createUpload: RouteHandler = async (request) => {
    const call = accountCallOf(request);
    const allowed = Math.min(maxBytes, call.permit?.maxBytes ?? maxBytes);
    const size = Number(request.headers['upload-length'] ?? 0);
    if (size > allowed) throw uploadErrors.tooLarge(allowed);
    const beginning = { account: call.account, destination: newDestination(call) };
    return run({ request, method: 'POST', maxBytes: allowed, beginning });
  };

  const readUpload: RouteHandler = async (request) => {
    const { id, upload, record } = await requireUpload(request);
    // The last answer may have been lost, or the store may have been away then.
    if (upload.offset === upload.size) await storeOrWait(spool, id);
    if (request.isHead) return run({ request, method: 'HEAD', id, maxBytes });
    const beganMs = Date.parse(upload.creation_date ?? '');
    const view: Static<typeof UploadView> = {
      id,
      filename: record.key,
      provider: record.provider,
      size: upload.size ?? 0,
      offset: upload.offset,
      isStored: upload.offset === upload.size,
      expiresAt: Math.floor((beganMs + spool.lifetimeMs) / 1000),
    };
    const headers = {
      'cache-control': 'no-store',
      'upload-offset': String(view.offset),
      'upload-length': String(view.size),
    };
    return { status: 200, headers, body: { kind: 'json', value: view } };
  };

  const continueUpload: RouteHandler = async (request) => {
    const { id } = await requireUpload(request);
    return run({ request, method: 'PATCH', id, maxBytes });
  };

  const cancelUpload: RouteHandler = async (request) => {
    const { id } = await requireUpload(request);
    const answer = await run({ request, method: 'DELETE', id, maxBytes });
    if (answer.status === 204) await spool.discard(id);
    return answer;
  };
  return { createUpload, readUpload, continueUpload, cancelUpload };
}

/** A store that is away is no end of the upload: who asks again finds it stored. */
async function storeOrWait(spool: UploadSpool, id: string): Promise<void> {
  try {
    await spool.store(id);
  } catch (error) {
    throw isSluiceError(error, 'storage/unavailable') ? uploadErrors.notStored() : error;
  }
}
