import type { ServerFrame } from './server-frame.ts';

/** Types of errors of the connection (Mux contract §5.6). */
export const connectionError = {
  unknown: 0,
  disconnected: 1,
  duplicateParticipant: 3,
  peerConnectionClosed: 4,
  invalidPendingTrack: 5,
  invalidToken: 6,
  participantLimit: 7,
} as const;

/** Types of errors of one request, which are numbered apart. */
export const requestError = {
  pendingTrack: 1,
  mute: 2,
  subscribe: 3,
  unsubscribe: 4,
  customEvent: 5,
  customEventRate: 6,
  displayName: 7,
  displayNameRate: 8,
  invalidProtocol: 9,
} as const;

/** The connection ends with it; a client that wants to may join anew by itself. */
export const fatalFrame = (type: number, message: string): ServerFrame => ({
  error: { type, message, visibility: 1, fatal: true, retry: false },
});

/** One thing was refused and nothing else changed. `requestId`: of a frame that had one. */
export const refusalFrame = (type: number, message: string, requestId?: string): ServerFrame => ({
  error: {
    type,
    message,
    visibility: 1,
    fatal: false,
    retry: false,
    ...(requestId === undefined ? {} : { request_error: { correlator: requestId } }),
  },
});
