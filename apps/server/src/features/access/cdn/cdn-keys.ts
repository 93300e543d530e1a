import { createHash } from 'node:crypto';
import { type MacKey, type MacKeyRecord, macKeyRecord } from '@sluice/access';
import type { SigningKeyView } from '@sluice/contract';
import type { CdnSettings, CdnSigning } from '../../../ports/cdn-settings.ts';
import { mannerOf } from './cdn.ts';

/** Names a secret that nobody can guess, and another one by another name. */
const originKid = (name: string, secret: MacKey): string =>
  `${name}-${createHash('sha256').update(secret.exportBytes()).digest('hex').slice(0, 8)}`;

/** What the gate knows a CDN by; of several secrets all count. */
export const originKeyRecords = (cdns: readonly CdnSettings[]): readonly MacKeyRecord[] =>
  cdns.flatMap(({ name, originSecrets }) =>
    originSecrets.map((secret, index) =>
      macKeyRecord(`cdn-origin:${name}`, originKid(name, secret), secret, index === 0 ? 'active' : 'retiring'),
    ),
  );

/** Query parameters that playlists hand down at the CDN whose origin secret has this id; see `mannerOf`. */
export function cdnQueryNames(cdns: readonly CdnSettings[]): (keyId: string) => readonly string[] {
  const names = cdns.flatMap((cdn) =>
    originKeyRecords([cdn]).map(({ kid }) => [kid, mannerOf(cdn.signing).queryNames] as const),
  );
  const byKey = new Map(names);
  return (keyId) => byKey.get(keyId) ?? [];
}

/** The name by which a CDN knows the key, where it has one. */
function signingKid(name: string, signing: CdnSigning): string {
  if (signing.adapter === 'cloudfront') return signing.keyPairId;
  return signing.adapter === 'cloudflare-stream' ? signing.kid : name;
}

function signingAlg(signing: CdnSigning): string {
  switch (signing.adapter) {
    case 'cloudfront':
      return signing.key.alg === 'ES256' ? 'ES256' : `RSA-${signing.digest}`;
    case 'cloudflare-stream':
      return 'RS256';
    case 'bunny':
      return { 'hmac-sha256': 'HS256', sha256: 'SHA256', basic: 'MD5' }[signing.form];
    case 'nginx-secure-link':
      return 'MD5';
    case 'fastly':
      return 'HMAC-SHA1';
    case 'akamai':
    case 'cloudflare-waf':
      return 'HS256';
  }
}

/** A key of the configuration: it has no times here, and changes with the file. */
const configured = { created_at: null, promoted_at: null, verify_until: null } as const;

/** The keys of CDNs as the list of keys shows them, without their material (edge access §3). */
export function cdnKeyViews(cdns: readonly CdnSettings[]): readonly SigningKeyView[] {
  const signing = cdns.map((cdn) => ({
    kid: signingKid(cdn.name, cdn.signing),
    class: `cdn:${cdn.name}`,
    alg: signingAlg(cdn.signing),
    state: 'active' as const,
    ...configured,
  }));
  const origins = originKeyRecords(cdns).map(({ kid, keyClass, state }) => ({
    ...{ kid, class: keyClass, alg: 'none', state },
    ...configured,
  }));
  return [...signing, ...origins];
}
