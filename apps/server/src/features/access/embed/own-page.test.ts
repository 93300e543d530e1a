import { type EmbedRecord, parseHostPattern, unbound } from '@sluice/access';
import { expect, it } from 'vitest';
import { onOwnPage } from './own-page.ts';

const hosts = [parseHostPattern('app.example')].filter((host) => host !== null);
const record: EmbedRecord = {
  id: 'et_1',
  assetId: 'film',
  subject: null,
  bindings: { ...unbound, hosts },
  expiresAtSeconds: null,
  maxPlays: null,
  plays: 0,
  isActive: true,
  createdAtSeconds: 1,
};
const nobody = { clientAddress: null, origin: null, referer: null, userAgent: null };
const hostsFor = (client: { origin?: string; referer?: string }, changes: Partial<EmbedRecord> = {}) =>
  onOwnPage({ ...record, ...changes }, { ...nobody, ...client }, 'https://media.example:8443').bindings.hosts;

it('binds what our own page asks for to our host', () => {
  const own = [{ kind: 'exact', host: 'media.example' }];
  expect(hostsFor({ referer: 'https://media.example:8443/embed/emb_x' })).toEqual(own);
  expect(hostsFor({ origin: 'https://media.example:8443' })).toEqual(own);
});

it('leaves everybody else to the hosts of the record', () => {
  expect(hostsFor({})).toBe(hosts);
  expect(hostsFor({ origin: 'null', referer: 'https://media.example/' })).toBe(hosts);
  expect(hostsFor({ origin: 'https://evil.example', referer: 'https://media.example/' })).toBe(hosts);
  expect(hostsFor({ referer: 'https://media.example.evil.example/' })).toBe(hosts);
});

it('binds nothing that was free', () => {
  expect(hostsFor({ origin: 'https://media.example' }, { bindings: unbound })).toBeNull();
});
