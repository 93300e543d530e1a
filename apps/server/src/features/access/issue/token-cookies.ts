import { cookieName, encodePercent } from '@sluice/access';

/**
 * `Set-Cookie` values that give a browser the token for one asset: one for each area of the asset, never for a wider
 * path or another host (edge access §7).
 */
export function tokenCookies(assetId: string, token: string, maxAgeSeconds: number): string[] {
  const attributes = `Max-Age=${Math.max(0, maxAgeSeconds)}; Secure; HttpOnly; SameSite=None; Partitioned`;
  return ['v', 'k'].map((area) => `${cookieName}=${token}; Path=/${area}/${encodePercent(assetId)}/; ${attributes}`);
}
