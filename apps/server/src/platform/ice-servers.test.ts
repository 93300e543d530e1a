import { expect, test } from 'vitest';
import { iceServers } from './ice-servers.ts';

const turn = { urls: ['turn:turn.test:3478'], secret: 'north', lifetimeSeconds: 43_200 };

test('the credential is what openssl makes of the secret and the name', () => {
  // printf '1700000000:alice' | openssl dgst -sha1 -hmac north -binary | base64
  expect(iceServers(turn, 'alice', 1_699_956_800.9)).toEqual([
    { urls: ['turn:turn.test:3478'], username: '1700000000:alice', credential: 'Cd/49soE35ICqcJF/bCTn8Z4OyE=' },
  ]);
});

test('a STUN server needs no credential and gets none', () => {
  const urls = ['turn:turn.test', 'stun:stun.test', 'turns:turn.test'];
  const [stun, relay] = iceServers({ ...turn, urls }, 'alice', 0);
  expect(stun).toEqual({ urls: ['stun:stun.test'] });
  expect(relay?.urls).toEqual(['turn:turn.test', 'turns:turn.test']);
});

test('without a server there is an empty list, so that browsers ask nobody else', () => {
  expect(iceServers({ ...turn, urls: [] }, 'alice', 0)).toEqual([]);
});
