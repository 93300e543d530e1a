import { createHash, timingSafeEqual } from 'node:crypto';
import { SluiceError } from '../../ports/sluice-error.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * A check of `Authorization: Bearer <EDGE_SECRET>` that takes the same time for every wrong secret. Without a
 * configured one nobody passes.
 */
export function createEdgeSecretCheck(secret: string): (authorization: string | undefined) => void {
  const expected = digest(secret);
  return (authorization) => {
    const given = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (secret !== '' && given !== undefined && timingSafeEqual(digest(given), expected)) return;
    throw new SluiceError('access/edge-unknown', { status: 401, message: 'Only an edge of this deployment may ask.' });
  };
}
