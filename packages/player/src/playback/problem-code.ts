import type { RefusalReason } from '@sluice/client';

/** What the key endpoint answers by status alone (media contract §6.2). */
export type KeyAnswer = 'key_token_missing' | 'key_token_refused' | 'key_not_found';

/** What the renewal route answers beside the reasons of the gate (edge access §13.1). */
export type RenewalAnswer = 'not_entitled' | 'not_renewable' | 'renewal_ceiling';

/** What the player finds out by itself. */
export type PlayerFinding =
  | 'access_denied'
  | 'renewal_failed'
  | 'network_lost'
  | 'server_error'
  | 'playlist_broken'
  | 'media_broken'
  | 'unsupported';

/**
 * Why playback stopped: a reason of the gate (edge access §9), of the key endpoint, of the renewal, or the player's own.
 * Stable; host pages read it from the events.
 */
export type ProblemCode = RefusalReason | KeyAnswer | RenewalAnswer | PlayerFinding;
