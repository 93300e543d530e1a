import { expect, test } from 'vitest';
import { backendOf, connectAddress } from './connect-address.ts';

const usual = { token: 'a.b.c', managedSubscriptions: 16, displayName: '', reconnect: null };
const queryOf = (address: string) => Object.fromEntries(new URL(address).searchParams);

test('a connection names token, version and how many participants arrive by themselves', () => {
  const address = connectAddress('wss://media.example.com/pluto', usual);
  expect(address).toMatch(/^wss:\/\/media\.example\.com\/pluto\/v1\?/);
  expect(queryOf(address)).toEqual({ token: 'a.b.c', sdk_version: 'sluice-0.1.0', managed_subscriptions: '16' });
});

test('a name goes along, percent-encoded', () => {
  expect(queryOf(connectAddress('wss://h/pluto', { ...usual, displayName: 'Ada & Bo' })).display_name).toBe('Ada & Bo');
});

test('who comes back says who they were and how often they tried', () => {
  const address = connectAddress('wss://h/pluto', { ...usual, reconnect: { participantId: 'alice', attempt: 2 } });
  expect(queryOf(address)).toMatchObject({ reconnect_id: 'alice', reconnect_attempt: '2' });
});

test.each([
  ['https://h/pluto/', 'wss://h/pluto/v1'],
  ['http://127.0.0.1:3000/pluto', 'ws://127.0.0.1:3000/pluto/v1'],
])('%s is %s', (backend, place) => {
  expect(connectAddress(backend, usual).split('?')[0]).toBe(place);
});

test('the server of a page is below its own origin', () => {
  expect(backendOf('https://media.example.com')).toBe('wss://media.example.com/pluto');
});
