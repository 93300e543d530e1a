import type { Cidr } from './bindings/cidr.ts';
import type { HostPattern } from './bindings/host-pattern.ts';
import type { ImageRendering } from './images/image-rendering.ts';
import type { PathPattern } from './path/path-pattern.ts';
import type { Refusal } from './refusal.ts';

/** How a credential was written. */
export type SchemeName =
  | 'vylux-image'
  | 'vylux-original'
  | 'vylux-thumb'
  | 'object-url'
  | 'vylux-key-token'
  | 'vault-url'
  | 'upload-grant'
  | 'edge-token'
  | 'edge-jwt'
  | 'embed-token'
  | 'report-share'
  | 'cdn-origin'
  | 'cdni'
  | 'cat'
  | 'api-key'
  | 'user-jwt'
  | 'operator-key'
  | 'video-jwt';

/**
 * `read`: have the bytes as they are stored. `create`: store them where nothing is yet. `replace`: store them over what
 * is there. `render`: have them made into a new picture. `manage`: see, change and remove what belongs to somebody.
 * `subscribe`, `publish`: receive in a space, and send.
 */
export type Action = 'read' | 'create' | 'replace' | 'render' | 'manage' | 'subscribe' | 'publish';

/** `source` holds what was brought in and is never changed; `media` holds what was made from it. */
export type StoreName = 'source' | 'media';

/**
 * What a grant opens. `area` asks for no asset: whatever lies below its patterns. `user` is everything that belongs to
 * one user, whatever it is; `everybody` is everything that belongs to anybody, the operator included. A
 * `provider-object` lies in storage that an account uses, by the provider's name. `space` is
 * one space of the environment that the key belongs to.
 */
export type GrantedResource =
  | { readonly kind: 'area'; readonly patterns: readonly PathPattern[] }
  | { readonly kind: 'paths'; readonly assetIds: readonly string[]; readonly patterns: readonly PathPattern[] }
  | { readonly kind: 'object'; readonly store: StoreName; readonly key: string }
  | { readonly kind: 'provider-object'; readonly provider: string; readonly key: string }
  | ({ readonly kind: 'image'; readonly store: StoreName; readonly key: string } & ImageRendering)
  | { readonly kind: 'content-key'; readonly assetId: string }
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'everybody' }
  | { readonly kind: 'space'; readonly environmentId: string; readonly spaceId: string };

/** Circumstances that a grant asks for; null asks for nothing. */
export interface Bindings {
  readonly clientAddresses: readonly Cidr[] | null;
  readonly hosts: readonly HostPattern[] | null;
  /** See `userAgentFingerprint`. */
  readonly userAgent: string | null;
}

/** What a credential says once its signature has been found good. Times are whole Unix seconds. */
export interface Grant {
  readonly scheme: SchemeName;
  /** Id of the key that vouches; for an embed token the id of its record. */
  readonly keyId: string;
  /** Name of this grant in revocations and logs. */
  readonly tokenId: string | null;
  /** Opaque reference to the viewer. */
  readonly subject: string | null;
  readonly resource: GrantedResource;
  readonly actions: readonly Action[];
  /** Not valid earlier, clock leeway apart. */
  readonly notBeforeSeconds: number | null;
  /** When it was issued, for revocations, where the credential says so; otherwise its start counts. */
  readonly issuedAtSeconds?: number;
  /** The first second at which it is no longer valid; null never ends. */
  readonly expiresAtSeconds: number | null;
  /** Up to when it may be renewed; null cannot be renewed. */
  readonly renewableUntilSeconds: number | null;
  readonly bindings: Bindings;
}

/** A credential with a good signature, or why it is none. */
export type Verification = { readonly ok: true; readonly grant: Grant } | Refusal;

/** Bindings that ask for nothing. */
export const unbound: Bindings = Object.freeze({ clientAddresses: null, hosts: null, userAgent: null });
