import { expect, test } from 'vitest';
import { nodeUrl } from './node-url.ts';

const loopback = { address: '127.0.0.1', internal: true };
const interfaces = {
  lo: [loopback],
  eth0: [
    { address: 'fe80::1', internal: false },
    { address: '10.0.0.7', internal: false },
  ],
};

test('a process that listens on one address is reached there', () => {
  expect(nodeUrl('http://127.0.0.1:3000', '127.0.0.1', interfaces)).toBe('http://127.0.0.1:3000');
});

test.each(['0.0.0.0', '::'])(
  'one that listens on all of them (%s) is reached at the first that others can use',
  (host) => {
    expect(nodeUrl('http://localhost:3000', host, interfaces)).toBe('http://10.0.0.7:3000');
    expect(nodeUrl('http://localhost:3000', host, { lo: [loopback] })).toBe('http://localhost:3000');
  },
);
