import { ParticipantRole } from '../enums.ts';
import { JWTError } from '../errors.ts';
import { fieldsOf, nullableText, textOf } from './fields.ts';

/** What a space token says; who holds it cannot check it, the server does. */
export interface TokenClaims {
  readonly spaceId: string;
  readonly role: ParticipantRole;
  /** Null: the server makes one up. */
  readonly participantId: string | null;
  /** Unix time; null where there is none. */
  readonly expiresAtSeconds: number | null;
}

const roles = { publisher: ParticipantRole.Publisher, subscriber: ParticipantRole.Subscriber } as const;

/** Reads the payload of a JWT (contract §7.4). @throws JWTError for what is not one or names no space. */
export function decodeToken(token: string): TokenClaims {
  const claims = fieldsOf(decodePayload(token.split('.')));
  const spaceId = textOf(claims?.sub);
  if (claims === null || spaceId === '') throw new JWTError('This is not a token of a space.');
  const role = Object.entries(roles).find(([name]) => name === (claims.role ?? 'publisher'))?.[1];
  if (role === undefined) throw new JWTError('The token has a role that does not exist.');
  return {
    spaceId,
    role,
    participantId: nullableText(claims.participant_id),
    expiresAtSeconds: typeof claims.exp === 'number' ? claims.exp : null,
  };
}

function decodePayload(parts: readonly string[]): unknown {
  if (parts.length !== 3) return null;
  try {
    const base64 = (parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
