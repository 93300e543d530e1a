import { SluiceError } from '../../../ports/sluice-error.ts';

const messages = {
  asset_not_found: [404, 'There is no asset with this id.'],
  asset_not_ready: [409, 'The asset has no stream yet.'],
  ttl_too_long: [422, 'A token ends 86400 seconds from now at the latest.'],
  ttl_shorter_than_asset: [
    422,
    'The token would end before the film. Ask for a longer ttl, for a renewable token, or set allow_short.',
  ],
  acl_unreachable: [422, 'The paths must be paths of the asset and cover what its playback needs.'],
  binding_invalid: [422, 'An address must be a CIDR block and a domain a host, *.host, **.host or none.'],
  adapter_unsupported: [422, 'What was asked for cannot be delivered that way.'],
  invalid_request: [422, 'The token cannot say what was asked for: an id or a list is too long.'],
  opaque_too_plain: [422, 'A token of the kind opaque takes no paths, no not_before and rides in the query.'],
  rules_too_long: [
    422,
    'Paths, addresses and domains are too long together: the tokens in playlists have 2048 characters for all of them.',
  ],
  subject_missing: [422, 'A token of the kind jwt needs a subject.'],
} as const satisfies Record<string, readonly [number, string]>;

/** Reasons that are told under one code. */
const formReasons: ReadonlySet<string> = new Set(['subject_missing', 'opaque_too_plain', 'rules_too_long']);

/** A refusal of edge access §19; `detail` is one more sentence. */
export function issueError(reason: keyof typeof messages, detail?: string): SluiceError {
  const [status, sentence] = messages[reason];
  const code = formReasons.has(reason) ? 'invalid_request' : reason;
  const message = detail === undefined ? sentence : `${sentence} ${detail}`;
  return new SluiceError(`access/${code.replaceAll('_', '-')}`, { status, message });
}
