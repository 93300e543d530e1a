import type { ParticipantRole } from '../enums.ts';
import { decodeToken } from '../protocol/decode-token.ts';

/** What the page tells from a token without asking anybody. */
export interface TokenFacts {
  readonly role: ParticipantRole;
  /** Whether it names one participant, who can be there only once. */
  readonly isPersonal: boolean;
  readonly expiresAtSeconds: number | null;
}

/** Null for what is no space token. */
export function readTokenFacts(token: string): TokenFacts | null {
  try {
    const { role, participantId, expiresAtSeconds } = decodeToken(token);
    return { role, isPersonal: participantId !== null, expiresAtSeconds };
  } catch {
    return null;
  }
}
