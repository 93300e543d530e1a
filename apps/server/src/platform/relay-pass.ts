import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What processes of a deployment that pass requests on to each other show, made from the secret that they share. */
export interface RelayPass {
  readonly text: string;
  /** Takes the same time for every wrong one. */
  isShown(given: string | undefined): boolean;
}

/** The headers of a request that is passed on: the pass, and the address of the client. */
export const relayHeaders = { pass: 'x-sluice-relay', client: 'x-sluice-client' } as const;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Made from `secret`, which it does not tell. Nobody shows the pass of an empty secret. */
export function createRelayPass(secret: string): RelayPass {
  const text = createHmac('sha256', secret).update('sluice: pass of a relay between nodes').digest('hex');
  const expected = digest(text);
  return {
    text,
    isShown: (given) => secret !== '' && given !== undefined && timingSafeEqual(digest(given), expected),
  };
}
