import { SluiceError } from '../../ports/sluice-error.ts';

const refuse = (status: number, what: string, ...messages: readonly string[]): SluiceError =>
  new SluiceError(`video/${what}`, { status, message: messages.join(' '), details: { messages } });

/** The refusals of the video API (Mux contract §3). Whatever is refused for good is a 400: clients repeat a 409. */
export const videoErrors = {
  invalid: (...messages: readonly string[]) => refuse(400, 'invalid-parameters', ...messages),
  malformedId: () => refuse(400, 'malformed-id', 'Failed to parse ID'),
  unauthorized: () => refuse(401, 'unauthorized', 'Unauthorized request'),
  forbidden: (permission: string) => refuse(403, 'forbidden', `The access token lacks the permission ${permission}.`),
  /** Of a playback id: whatever is wrong with the token, and that there is none. */
  refused: () => refuse(403, 'forbidden', 'The playback id needs a token that is valid for it.'),
  notPlayable: () => refuse(412, 'not-playable', 'The live stream is not active.'),
  notFound: () =>
    refuse(404, 'not-found', 'The requested resource either does not exist or you do not have access to it.'),
} as const;
