import { type CdnOrder, type Cidr, parseCidr, unbound } from '@sluice/access';

const plain: CdnOrder = {
  host: 'cdn.example.com',
  path: '/v/9f86d081/master.m3u8',
  prefix: null,
  carrier: 'query',
  issuedAtSeconds: 1_777_028_508,
  notBeforeSeconds: null,
  expiresAtSeconds: 1_777_035_708,
  bindings: unbound,
  countries: null,
  tokenId: null,
  requiresInstantRevocation: false,
};

/** An order that every CDN with exact paths in the query takes, changed by `changes`. */
export function cdnOrder(changes: Partial<CdnOrder> = {}): CdnOrder {
  return { ...plain, ...changes };
}

/** Bindings to the blocks of `texts`. */
export function boundTo(...texts: string[]): Pick<CdnOrder, 'bindings'> {
  const clientAddresses = texts.map(parseCidr).filter((block): block is Cidr => block !== null);
  if (clientAddresses.length !== texts.length) throw new Error('every block must parse');
  return { bindings: { ...unbound, clientAddresses } };
}
