import { UploadGrantBody, type UploadGrantView, UploadPresignBody, type UploadPresignView } from '@sluice/contract';
import type { Static } from 'typebox';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import type { Providers } from '../providers/providers.ts';
import { accountCallOf } from './account-call-of.ts';
import { destinationOf } from './destination.ts';
import { openDestination } from './open-destination.ts';
import { readUploadBody } from './read-upload-body.ts';
import { uploadErrors } from './upload-errors.ts';
import type { UploadGrants } from './upload-grants.ts';
import { uploadLifetimeSeconds } from './upload-lifetime.ts';

export interface GrantHandlersParts {
  readonly grants: Pick<UploadGrants, 'sign'>;
  readonly providers: Providers;
  readonly clock: Clock;
  /** Largest object that is taken. */
  readonly maxBytes: number;
  /** Where this server is reached. */
  readonly publicUrl: () => string;
}

/** What back ends ask for so that others upload: a grant for a browser, a URL of the store. */
export function grantHandlers({ grants, providers, clock, maxBytes, publicUrl }: GrantHandlersParts) {
  const createUploadGrant: RouteHandler = (request) => {
    const { account } = accountCallOf(request);
    const body = readUploadBody(UploadGrantBody, request.bodyBytes);
    const destination = destinationOf(account, body);
    const expiresAt = unixSeconds(clock) + uploadLifetimeSeconds(body.expiresIn);
    const allowed = Math.min(body.maxBytes ?? maxBytes, maxBytes);
    const answer: Static<typeof UploadGrantView> = {
      token: grants.sign(account.name, destination, allowed, expiresAt),
      endpoint: `${publicUrl()}/v1/storage/uploads`,
      filename: destination.key,
      provider: destination.provider,
      maxBytes: allowed,
      expiresAt,
    };
    return jsonAnswer(201, answer, noStore);
  };
  const presignUpload: RouteHandler = async (request) => {
    const { account } = accountCallOf(request);
    const body = readUploadBody(UploadPresignBody, request.bodyBytes);
    const { provider, key } = destinationOf(account, body);
    const seconds = uploadLifetimeSeconds(body.expiresIn);
    const store = await openDestination(providers, provider);
    if (store.presignPut === undefined) throw uploadErrors.presignUnsupported();
    const answer: Static<typeof UploadPresignView> = {
      url: await store.presignPut(key, seconds),
      method: 'PUT',
      headers: {
        ...store.capabilities.presignedPutHeaders,
        ...(body.contentType === undefined ? {} : { 'content-type': body.contentType }),
      },
      expiresAt: unixSeconds(clock) + seconds,
    };
    return jsonAnswer(200, answer, noStore);
  };
  return { createUploadGrant, presignUpload };
}
