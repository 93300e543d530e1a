import { expect, test } from 'vitest';
import { explainDevice, explainJoin } from './problem-words.ts';

const heading = (name: string, message = '', expiresAtSeconds: number | null = null) =>
  explainJoin({ name, message }, expiresAtSeconds, 1000).heading;

test.each([
  ['JWTError', 'The token has expired.', 999, 'This link has expired'],
  ['JWTError', 'This participant is in the space already.', 2000, 'You are in this space already'],
  ['JWTError', 'unknown key', 2000, 'This link does not open the space'],
  ['ConnectionError', '', 2000, 'The space is full'],
  ['WebsocketError', '', 2000, 'The server cannot be reached'],
  ['DisconnectedError', '', 2000, 'You were disconnected'],
  ['InternalError', '', 2000, 'Joining did not work'],
])('%s %j is told in words', (name, message, expiresAtSeconds, words) => {
  expect(heading(name, message, expiresAtSeconds)).toBe(words);
});

test.each([
  ['NotAllowedError', 'Camera blocked. Allow it next to the address, then turn it on.'],
  ['NotFoundError', 'No camera found.'],
  ['NotReadableError', 'Camera is in use by another program.'],
  ['AbortError', 'Camera could not be opened.'],
])('%s of the browser is told in words', (name, words) => {
  expect(explainDevice(name, 'camera')).toBe(words);
});
