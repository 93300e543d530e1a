import type { RefusalReason } from '@sluice/access';

/** What a viewer is told. Nothing here says more than the code does. */
export const refusalSentences: Readonly<Record<RefusalReason, string>> = {
  method_not_allowed: 'This method is not allowed here.',
  bad_path: 'The path is not well formed.',
  edge_stale: 'Access cannot be decided right now. Try again in a moment.',
  token_missing: 'A playback token is needed.',
  token_malformed: 'The playback token is not well formed.',
  token_invalid: 'The playback token is not valid.',
  token_not_yet_valid: 'Playback has not started yet.',
  token_expired: 'Playback authorization has ended.',
  token_revoked: 'Playback authorization was withdrawn.',
  token_exhausted: 'The playback token has been used up.',
  asset_mismatch: 'The playback token is for something else.',
  acl_mismatch: 'The playback token does not cover this path.',
  ip_mismatch: 'The playback token is for another network address.',
  domain_mismatch: 'The playback token is for another site.',
  ua_mismatch: 'The playback token is for another player.',
  token_shared: 'The playback token is in use from too many networks.',
  rate_limited: 'Too many requests.',
  not_found: 'There is nothing here.',
};
