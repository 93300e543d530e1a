import type { CdnAdapter, CdnCarrier } from '@sluice/access';
import type { CdnSettings, CdnSigning } from '../../../ports/cdn-settings.ts';
import { type CdnCrypto, createCdnAdapter } from './create-cdn-adapter.ts';

/** Where an asset lies at a CDN. */
export interface CdnPlaces {
  /** Everything of the asset is below it. */
  readonly prefix: string;
  readonly hls: string;
  readonly dash: string;
  readonly poster: string;
}

/** A CDN that this deployment delivers through. */
export interface Cdn {
  readonly name: string;
  readonly host: string;
  readonly adapter: CdnAdapter<'sync'>;
  /** The carriers with which a whole film plays, the best one first. */
  readonly carriers: readonly CdnCarrier[];
  /** Query parameters that playlists have to hand down from URI to URI; empty where nothing has to be handed down. */
  readonly queryNames: readonly string[];
  /** Whether its objects come from here, and so their keys. */
  readonly pullsFromUs: boolean;
  /** Null for an asset that it does not have. */
  places(assetId: string): CdnPlaces | null;
}

type Manner = Pick<Cdn, 'carriers' | 'queryNames'>;

const nothingPlays: Manner = { carriers: [], queryNames: [] };

/**
 * How a player gets from the entry to the last segment. Relative URIs keep a path, browsers send a cookie, Akamai's edge
 * turns its short token into a session of its own. A query is lost on the way, unless playlists hand it down by
 * `EXT-X-DEFINE`; where each object needs a query of its own nothing can be handed down.
 */
export function mannerOf(signing: CdnSigning): Manner {
  switch (signing.adapter) {
    case 'cloudfront':
      return signing.carriesQuery
        ? { carriers: ['query'], queryNames: ['Policy', 'Signature', 'Key-Pair-Id', ...hashNames(signing)] }
        : { carriers: ['cookie'], queryNames: [] };
    case 'akamai':
      return { carriers: signing.parameter === '__token__' ? ['cookie'] : ['query', 'cookie'], queryNames: [] };
    case 'bunny':
      return signing.form === 'basic' ? nothingPlays : { carriers: ['path'], queryNames: [] };
    case 'cloudflare-waf':
      return signing.directoryLength === null ? nothingPlays : { carriers: ['query'], queryNames: ['verify'] };
    case 'cloudflare-stream':
      return { carriers: ['path'], queryNames: [] };
    case 'nginx-secure-link':
      return signing.form === 'directory' ? { carriers: ['path'], queryNames: [] } : nothingPlays;
    case 'fastly':
      return nothingPlays;
  }
}

const hashNames = ({ digest }: Extract<CdnSigning, { adapter: 'cloudfront' }>): readonly string[] =>
  digest === 'SHA256' ? ['Hash-Algorithm'] : [];

const ourPlaces = (assetId: string): CdnPlaces => {
  const prefix = `/v/${assetId}/`;
  return {
    prefix,
    hls: `${prefix}master.m3u8`,
    dash: `${prefix}manifest.mpd`,
    poster: `${prefix}cover.jpg`,
  };
};

function streamPlaces(uid: string | undefined): CdnPlaces | null {
  if (uid === undefined) return null;
  const prefix = `/${uid}/`;
  return {
    prefix,
    hls: `${prefix}manifest/video.m3u8`,
    dash: `${prefix}manifest/video.mpd`,
    poster: `${prefix}thumbnails/thumbnail.jpg`,
  };
}

/** The CDN of these settings. */
export function createCdn({ name, host, signing }: CdnSettings, engines: CdnCrypto): Cdn {
  const isStream = signing.adapter === 'cloudflare-stream';
  return {
    name,
    host,
    adapter: createCdnAdapter(signing, engines),
    ...mannerOf(signing),
    pullsFromUs: !isStream,
    places: (assetId) => (isStream ? streamPlaces(signing.videos.get(assetId)) : ourPlaces(assetId)),
  };
}
