/** What a person reads when something went wrong. */
export interface Problem {
  readonly heading: string;
  readonly advice: string;
}

interface Failure {
  readonly name: string;
  readonly message: string;
}

/** Why somebody is not in the space. `expiresAtSeconds` is the token's, Unix time; null where it has none. */
export function explainJoin({ name, message }: Failure, expiresAtSeconds: number | null, nowSeconds: number): Problem {
  if (name === 'JWTError' && expiresAtSeconds !== null && expiresAtSeconds <= nowSeconds) return expired;
  if (name === 'JWTError' && /duplicate|already/i.test(message)) return problems.duplicate;
  if (name === 'JWTError') return problems.badToken;
  if (name === 'ConnectionError') return problems.full;
  if (name === 'WebsocketError') return problems.unreachable;
  if (name === 'DisconnectedError') return problems.ended;
  return problems.unknown;
}

/** Why there is no camera or microphone, by the name of the browser's error. */
export function explainDevice(name: string, device: 'camera' | 'microphone'): string {
  const Device = device === 'camera' ? 'Camera' : 'Microphone';
  if (name === 'NotAllowedError') return `${Device} blocked. Allow it next to the address, then turn it on.`;
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return `No ${device} found.`;
  if (name === 'NotReadableError') return `${Device} is in use by another program.`;
  return `${Device} could not be opened.`;
}

/** A token of a time that is over. */
export const expired: Problem = {
  heading: 'This link has expired',
  advice: 'Ask whoever invited you for a new one.',
};

const problems = {
  duplicate: {
    heading: 'You are in this space already',
    advice: 'Close it in the other tab or on the other device, then join here.',
  },
  badToken: { heading: 'This link does not open the space', advice: 'Ask whoever invited you for a new one.' },
  full: { heading: 'The space is full', advice: 'Try again when somebody has left.' },
  unreachable: { heading: 'The server cannot be reached', advice: 'Check your connection and try again.' },
  ended: {
    heading: 'You were disconnected',
    advice: 'The server has ended this connection. You can try to join again.',
  },
  unknown: { heading: 'Joining did not work', advice: 'Try again. If it goes on like this, tell whoever invited you.' },
} as const satisfies Record<string, Problem>;
