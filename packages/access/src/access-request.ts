import type { Action, StoreName } from './grant.ts';
import type { ImageRendering } from './images/image-rendering.ts';
import type { NormalPath } from './path/parse-path.ts';

/** What a request asks for. `user`: something that belongs to this user, or to the operator where that is null. */
export type RequestedResource =
  | { readonly kind: 'path'; readonly path: NormalPath; readonly assetId: string }
  | { readonly kind: 'object'; readonly store: StoreName; readonly key: string }
  | { readonly kind: 'provider-object'; readonly provider: string; readonly key: string }
  | ({ readonly kind: 'image'; readonly store: StoreName; readonly key: string } & ImageRendering)
  | { readonly kind: 'content-key'; readonly assetId: string }
  | { readonly kind: 'user'; readonly userId: string | null }
  | { readonly kind: 'space'; readonly environmentId: string; readonly spaceId: string };

/** What a request tells about the client. Header values are null when the header is absent. */
export interface ClientFacts {
  /** Address of the client after trusted proxies have been taken off, as text. */
  readonly clientAddress: string | null;
  readonly origin: string | null;
  readonly referer: string | null;
  /** `userAgentFingerprint` of the header; needed only for a grant that binds it, so it may be a getter. */
  readonly userAgent: string | null;
}

/** The facts of a request that a decision may depend on. */
export interface AccessRequest extends ClientFacts {
  readonly action: Action;
  readonly resource: RequestedResource;
}
