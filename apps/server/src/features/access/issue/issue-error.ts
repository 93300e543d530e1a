import { SluiceError } from '../../../ports/sluice-error.ts';

const messages = {
  asset_not_found: [404, 'There is no asset with this id.'],
  asset_not_ready: [409, 'The asset has no stream yet.'],
  ttl_too_long: [422, 'A token ends 86400 seconds from now at the latest.'],
  ttl_shorter_than_asset: [
    422,
    'The token would end before the film. Ask for a longer ttl, for a renewable token, or set allow_short.',
  ],
  acl_unreachable: [422, 'The paths must lie inside the asset and cover its manifests, renditions and segments.'],
  binding_invalid: [422, 'An address must be a CIDR block and a domain a host, *.host, **.host or none.'],
  adapter_unsupported: [422, 'This deployment does not deliver through the adapter that was asked for.'],
  invalid_request: [422, 'The token cannot say what was asked for: an id or a list is too long.'],
  opaque_too_plain: [422, 'A token of the kind opaque takes no paths, no not_before and rides in the query.'],
  subject_missing: [422, 'A token of the kind jwt needs a subject.'],
} as const satisfies Record<string, readonly [number, string]>;

/** A refusal of edge access §19. */
export function issueError(reason: keyof typeof messages): SluiceError {
  const [status, message] = messages[reason];
  const isForm = reason === 'subject_missing' || reason === 'opaque_too_plain';
  const code = isForm ? 'invalid_request' : reason;
  return new SluiceError(`access/${code.replaceAll('_', '-')}`, { status, message });
}
