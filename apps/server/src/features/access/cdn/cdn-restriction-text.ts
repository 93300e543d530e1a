import type { CdnRestriction } from '@sluice/access';

/** What of an order a CDN cannot keep: what its adapter says, or that nothing below the entry would play. */
export type CdnObstacle = CdnRestriction | 'children' | 'no-video';

const texts: Readonly<Record<CdnObstacle, string>> = {
  path: 'the id of this asset holds characters that it reads in another way.',
  scope: 'it cannot open this asset and nothing else: leave paths out, or look at what its configuration opens.',
  carrier: 'its credential does not travel in the transport that was asked for.',
  not_before: 'its credentials have no start: leave not_before out, or wait until a revocation no longer looks ahead.',
  expiry: 'its credentials cannot end when this one would: ask for the ttl that it gives.',
  ip: 'it cannot bind these addresses.',
  domain: 'it does not check which page embeds the film.',
  user_agent: 'it does not check the user agent.',
  country: 'it cannot tell countries.',
  revocation: 'it cannot take back a single credential at once.',
  children: 'its credentials open one object each, so nothing below the playlist would play.',
  'no-video': 'it has no video for this asset.',
};

/** One sentence for the operator. */
export const cdnRestrictionText = (name: string, obstacle: CdnObstacle): string => `${name}: ${texts[obstacle]}`;
