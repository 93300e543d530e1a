import { SluiceError } from '../../../ports/sluice-error.ts';

export const notReady = (message: string, cause?: unknown) =>
  new SluiceError('rtc/not-ready', { status: 503, message, cause });

export const tooManyRooms = () =>
  new SluiceError('rtc/too-many-rooms', {
    status: 503,
    message: 'This server has as many rooms open as it may; try again when one of them is empty.',
  });

export const badSdp = (cause: unknown) =>
  new SluiceError('rtc/bad-sdp', {
    status: 400,
    message: 'The session description cannot be used: it must be an offer or answer of a browser, with ICE and DTLS.',
    cause,
  });

export const badTrackId = () =>
  new SluiceError('rtc/bad-sdp', {
    status: 400,
    message:
      "The id of a track must be 1 to 64 letters, digits or any of !#$%&'*+.^_`{|}~-, and no two may have the same.",
  });

export const unknownSession = () =>
  new SluiceError('rtc/unknown-session', { status: 404, message: 'There is no such connection (any more).' });

export const unknownTrack = () =>
  new SluiceError('rtc/unknown-track', { status: 404, message: 'No such track is published (any more).' });

export const trackTaken = () =>
  new SluiceError('rtc/track-taken', {
    status: 409,
    message: 'Someone else in this room publishes a track of that id.',
  });
