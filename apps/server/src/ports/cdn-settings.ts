import type { MacKey, PrivateKey } from '@sluice/access';

/** A CDN that this deployment delivers through, its secrets read. The key classes print none of their bytes. */
export interface CdnSettings {
  /** What `deliver_via` says. */
  readonly name: string;
  /** Host name from which viewers fetch. */
  readonly host: string;
  readonly signing: CdnSigning;
  /** What the CDN shows us when it fetches; several while one takes the place of another. */
  readonly originSecrets: readonly MacKey[];
}

/** What the credentials of a CDN are made with (edge access §22). */
export type CdnSigning =
  | {
      readonly adapter: 'cloudfront';
      readonly keyPairId: string;
      readonly digest: 'SHA1' | 'SHA256';
      readonly key: PrivateKey;
      /** Whether playlists tell players to put the query of a signed URL on every URI. */
      readonly carriesQuery: boolean;
    }
  | {
      readonly adapter: 'akamai';
      readonly key: MacKey;
      readonly parameter: string;
      readonly escapesInput: boolean;
      readonly salt: MacKey | null;
    }
  | { readonly adapter: 'bunny'; readonly key: MacKey; readonly form: 'hmac-sha256' | 'sha256' | 'basic' }
  | {
      readonly adapter: 'cloudflare-waf';
      readonly key: MacKey;
      readonly ruleTtlSeconds: number;
      /** Null for a rule on the exact path. */
      readonly directoryLength: number | null;
    }
  | {
      readonly adapter: 'cloudflare-stream';
      readonly kid: string;
      readonly key: PrivateKey;
      /** Id of the video at Cloudflare, by the id of the asset here. */
      readonly videos: ReadonlyMap<string, string>;
    }
  | {
      readonly adapter: 'nginx-secure-link';
      readonly key: MacKey;
      readonly form: 'directory' | 'file' | 'file-and-address';
    }
  | { readonly adapter: 'fastly'; readonly key: MacKey };
