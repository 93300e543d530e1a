import type { AccessRequest, RequestedResource } from '@sluice/access';

/** A read of `resource` by a client that tells nothing about itself. */
export function anonymousRequest(resource: RequestedResource): AccessRequest {
  return { action: 'read', resource, clientAddress: null, origin: null, referer: null, userAgent: null };
}
