import type { ProblemCode } from './problem-code.ts';

/** What a viewer reads when playback stops. */
export interface ProblemMessage {
  /** `access`: the viewer may not, or no longer, see this. `failure`: something broke. */
  readonly kind: 'access' | 'failure';
  /** What happened. */
  readonly heading: string;
  /** What to do about it, in whole sentences. */
  readonly advice: string;
  /** Whether trying the same request again can help. */
  readonly canRetry: boolean;
}

const access = (heading: string, advice: string, canRetry = false): ProblemMessage => ({
  kind: 'access',
  heading,
  advice,
  canRetry,
});
const failure = (heading: string, advice: string, canRetry = true): ProblemMessage => ({
  kind: 'failure',
  heading,
  advice,
  canRetry,
});

const askForNewLink = 'Go back to the page that you came from and open the video again.';

/** One row for each way in which playback can end early. */
export const problemMessages: Readonly<Record<ProblemCode, ProblemMessage>> = {
  token_missing: access('This video is protected', `The link carries no permission to watch. ${askForNewLink}`),
  token_malformed: access('This link is damaged', `A part of it is missing or was changed. ${askForNewLink}`),
  token_invalid: access('This link is not valid', `Its signature does not match this video. ${askForNewLink}`),
  token_not_yet_valid: access(
    'Not available yet',
    'Your access starts later. If it should have started, check the clock of this device, then try again.',
    true,
  ),
  token_expired: access('Your access has ended', `The time you were given to watch is over. ${askForNewLink}`),
  token_revoked: access(
    'Your access was withdrawn',
    'The owner of this video ended your access. Contact them if you think that this is a mistake.',
  ),
  token_exhausted: access(
    'This link has been used up',
    'It was made for a limited number of plays. Ask the person who shared it for another one.',
  ),
  token_shared: access(
    'Too many places at once',
    'This link is being watched from more networks than it allows. Stop it elsewhere, then try again.',
    true,
  ),
  asset_mismatch: access('This link belongs to another video', askForNewLink),
  acl_mismatch: access('This link does not cover this video', askForNewLink),
  ip_mismatch: access(
    'Your network has changed',
    'This link works only on the network that it was made for. Return to that network, or open the video again from its page.',
    true,
  ),
  domain_mismatch: access(
    'Not available on this site',
    'The owner allows this video on other sites only. Watch it where it was published.',
  ),
  ua_mismatch: access(
    'This link was made for another browser',
    'Use the browser in which you started, or open the video again from its page.',
  ),
  access_denied: access('You may not watch this video', `The server refused it. ${askForNewLink}`),
  renewal_failed: access('Your access could not be extended', 'Sign in again, then reload this page.', true),
  not_entitled: access('You may no longer watch this', 'Your right to this video has ended. Ask its owner for access.'),
  not_renewable: access('The time to watch is over', askForNewLink),
  renewal_ceiling: access('You have reached the time limit', `One visit lasts only so long. ${askForNewLink}`),
  key_token_missing: access(
    'This video is locked',
    `It is encrypted, and the link carries no permission to unlock it. ${askForNewLink}`,
  ),
  key_token_refused: access(
    'This video stays locked',
    `The permission to unlock it has ended or belongs to another video. ${askForNewLink}`,
  ),
  key_not_found: failure(
    'The key to this video is missing',
    'It cannot be unlocked any more. Tell the owner of this video.',
    false,
  ),
  bad_path: failure('This address is not valid', 'Check the address, or open the video from its page again.', false),
  method_not_allowed: failure('The server refused the request', 'Reload this page.', false),
  not_found: failure('This video is not here', 'It may still be in preparation, or it was removed. Try again later.'),
  rate_limited: failure('Too many requests', 'Wait a minute, then try again.'),
  edge_stale: failure(
    'The server cannot check your access now',
    'This usually passes within a minute. Your link is still good: try again.',
  ),
  network_lost: failure('The connection was lost', 'Check your internet connection, then try again.'),
  server_error: failure('The server has a problem', 'It could not deliver the video. Try again in a minute.'),
  playlist_broken: failure(
    'This video cannot be read',
    'Its playlist is damaged. Tell the owner of this video.',
    false,
  ),
  media_broken: failure('Playback failed', 'A part of the video could not be decoded. Try again.'),
  unsupported: failure(
    'This browser cannot play the video',
    'Update it, or open this page in a current version of Chrome, Edge, Firefox or Safari.',
    false,
  ),
};

/** True when `text` names a row of {@link problemMessages}: what a server sends is not trusted to be one. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemMessages, text);
}
