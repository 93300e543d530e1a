import { expect, it } from 'vitest';
import { clientKey, clientNetwork } from './client-network.ts';

it('is the /24 of an IPv4 address and the /64 of an IPv6 address', () => {
  expect(clientNetwork('203.0.113.7')).toBe(clientNetwork('203.0.113.200'));
  expect(clientNetwork('203.0.113.7')).not.toBe(clientNetwork('203.0.114.7'));
  expect(clientNetwork('2001:db8:0:1::1')).toBe(clientNetwork('2001:db8:0:1:ffff::2'));
  expect(clientNetwork('2001:db8:0:1::1')).not.toBe(clientNetwork('2001:db8:0:2::1'));
  expect(clientNetwork('::ffff:203.0.113.7')).toBe(clientNetwork('203.0.113.9'));
  expect(clientNetwork('here')).toBeNull();
});

it('an IPv4 address counts by itself, an IPv6 address by its /64', () => {
  expect(clientKey('203.0.113.7')).not.toBe(clientKey('203.0.113.8'));
  expect(clientKey('::ffff:203.0.113.7')).not.toBe(clientKey('::ffff:203.0.113.8'));
  expect(clientKey('2001:db8:0:1::1')).toBe(clientKey('2001:db8:0:1:ffff::2'));
  expect(clientKey('2001:db8:0:1::1')).not.toBe(clientKey('2001:db8:0:2::1'));
});
