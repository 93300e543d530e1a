import { parseCidr } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { createHttpsCheck } from './require-https.ts';

const proxies = [parseCidr('10.0.0.0/8')].filter((cidr) => cidr !== null);
const isSecure = createHttpsCheck(proxies, true);

describe('HTTPS, where it is required', () => {
  it.each([
    ['10.0.0.1', 'https', true],
    ['::ffff:10.0.0.1', 'https', true],
    ['10.0.0.1', 'HTTPS', true],
    ['10.0.0.1', 'http, https', true],
    ['10.0.0.1', 'https, http', false],
    ['10.0.0.1', 'http', false],
    ['10.0.0.1', undefined, false],
    ['10.0.0.1', '', false],
    ['203.0.113.5', 'https', false],
    ['203.0.113.5', undefined, false],
  ])('from %s that says %s is %s', (peer, proto, expected) => {
    expect(isSecure(peer, proto)).toBe(expected);
  });

  it('is no matter where it is not required', () => {
    expect(createHttpsCheck(proxies, false)('203.0.113.5', undefined)).toBe(true);
  });
});
