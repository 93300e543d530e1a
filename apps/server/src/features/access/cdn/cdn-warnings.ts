import type { CdnCarrier, CdnRevocation } from '@sluice/access';
import type { IssueTokenBody } from '@sluice/contract';
import type { Asset } from '../../assets/index.ts';
import type { Cdn } from './cdn.ts';

const takenBack: Readonly<Record<CdnRevocation, string>> = {
  instant: '',
  list: 'takes it back by its own list, under the token_id: a revocation here reaches the content key alone.',
  ttl: 'cannot take it back: it opens until its end. A revocation here reaches the content key alone.',
  key: 'takes it back only together with its key. A revocation here reaches the content key alone.',
};

/** What the holder of a CDN's credential should know (edge access §14.2). */
export function cdnWarnings(cdn: Cdn, asset: Asset, body: IssueTokenBody, carrier: CdnCarrier): readonly string[] {
  const { name, host, adapter, queryNames, pullsFromUs } = cdn;
  const isEncrypted = asset.contentKid !== null && pullsFromUs;
  const when = (holds: boolean, sentence: string): readonly string[] => (holds ? [sentence] : []);
  const { addresses, revocation } = adapter.capabilities;
  const isBound = (body.bind?.ip ?? []).length > 0;
  return [
    ...when(revocation !== 'instant', `${name} ${takenBack[revocation]}`),
    ...when(body.renewable ?? true, 'It cannot be renewed: issue another one before it ends.'),
    ...when(isBound && addresses.startsWith('ipv4'), 'A viewer whose address changes has to be issued another one.'),
    ...when(isBound && adapter.name === 'cloudfront', 'Switch IPv6 off at the distribution: it binds IPv4 alone.'),
    ...when(carrier === 'cookie', `The cookies have to be set from ${host}.`),
    ...when(
      carrier === 'query' && queryNames.length > 0,
      'It plays in players that know EXT-X-DEFINE with QUERYPARAM, and not as DASH.',
    ),
    ...when(isEncrypted, 'The content key comes from here: the player sends the token there as Edge-Token.'),
  ];
}
