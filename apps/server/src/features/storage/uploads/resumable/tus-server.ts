import { Server } from '@tus/server';
import { randomHex } from '../../../../platform/random-hex.ts';
import type { AccountCall, HttpAnswer, HttpRequest } from '../../../../ports/http-exchange.ts';
import { SluiceError } from '../../../../ports/sluice-error.ts';
import type { Destination } from '../destination.ts';
import { metadataOf } from './upload-record.ts';
import type { UploadSpool } from './upload-spool.ts';

export const UPLOADS_PATH = '/v1/storage/uploads';

/** A request of the protocol, and what we know of it. */
export interface TusCall {
  readonly request: HttpRequest;
  readonly method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE';
  /** Absent for a new upload. */
  readonly id?: string;
  readonly maxBytes: number;
  /** Of a new upload. */
  readonly beginning?: { readonly account: AccountCall['account']; readonly destination: Destination };
}

/** Nothing else of a request has a say: not its other headers, not another method in one of them. */
const TUS_HEADERS = [
  'tus-resumable',
  'upload-length',
  'upload-offset',
  'upload-metadata',
  'upload-defer-length',
  'upload-concat',
  'content-type',
  'content-length',
];

function webRequest({ request, method, id }: TusCall): Request {
  const headers = new Headers();
  for (const name of TUS_HEADERS) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  const url = `http://spool${UPLOADS_PATH}${id === undefined ? '' : `/${id}`}`;
  if (method !== 'POST' && method !== 'PATCH') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: ReadableStream.from(request.bodyStream), duplex: 'half' });
}

/** CORS is ours. */
const isOwnHeader = (name: string): boolean => !name.startsWith('access-control-') && name !== 'content-length';

async function answerOf(response: Response): Promise<HttpAnswer> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => isOwnHeader(name)));
  const text = await response.text();
  const body = text === '' ? ({ kind: 'empty' } as const) : ({ kind: 'text', text } as const);
  return { status: response.status, headers: { 'cache-control': 'no-store', ...headers }, body };
}

/** Runs requests of tus 1.0 (https://tus.io/protocols/resumable-upload) on the spool. Throws our own refusals. */
export function createTusServer(spool: UploadSpool, baseUrl: string): (call: TusCall) => Promise<HttpAnswer> {
  const calls = new WeakMap<Request, TusCall>();
  const failures = new WeakMap<Request, unknown>();
  const callOf = (request: Request): TusCall => {
    const call = calls.get(request);
    if (call === undefined) throw new TypeError('a request that we did not make');
    return call;
  };
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: spool.files,
    namingFunction: () => randomHex(16),
    generateUrl: (_request, { id }) => `${baseUrl}${UPLOADS_PATH}/${id}`,
    maxSize: (request) => callOf(request).maxBytes,
    lockDrainTimeout: 500,
    async onUploadCreate(request, upload) {
      const { beginning } = callOf(request);
      if (beginning === undefined) throw new TypeError('an upload without an owner');
      await spool.reserve(upload.id, upload.size ?? 0);
      return { metadata: metadataOf(beginning.account, beginning.destination, upload.metadata?.filetype) };
    },
    async onUploadFinish(request, upload) {
      try {
        await spool.store(upload.id);
      } catch (error) {
        // Nobody has heard of a new upload yet, so nobody could go on with it.
        if (callOf(request).method === 'POST') await spool.discard(upload.id);
        throw error;
      }
      return {};
    },
    async onResponseError(request, error) {
      failures.set(request, error);
      return undefined;
    },
  });

  return async (call) => {
    const request = webRequest(call);
    calls.set(request, call);
    const response = await server.handleWeb(request);
    const failure = failures.get(request);
    // The library's own refusals have a status; ours and faults are told by the rim.
    if (failure instanceof SluiceError || (failure instanceof Error && !('status_code' in failure))) throw failure;
    return answerOf(response);
  };
}
