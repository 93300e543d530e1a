/** What the back end is asked before a token is given or renewed (edge access §13.1). */
export interface EntitlementQuestion {
  readonly subject: string | null;
  readonly assetId: string;
  /** At issue the id that a new token would have. */
  readonly tokenId: string;
  readonly action: 'issue' | 'renew';
}

/** `unknown`: nobody could say. Then nothing is given, and what was given stays. */
export type Entitlement = 'entitled' | 'not_entitled' | 'unknown';

/** Asks whether a viewer may watch, or go on. Never rejects. */
export type AskEntitlement = (question: EntitlementQuestion) => Promise<Entitlement>;

/** Where nobody is to be asked, whoever holds the API key has decided. */
export const everybodyEntitled: AskEntitlement = async () => 'entitled';
