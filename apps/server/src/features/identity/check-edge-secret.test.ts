import { describe, expect, it } from 'vitest';
import { createEdgeSecretCheck } from './check-edge-secret.ts';

const secret = 'ab'.repeat(32);
const check = createEdgeSecretCheck(secret);

describe('the check of an edge', () => {
  it.each([`Bearer ${secret}`, `bearer ${secret}`])('lets %s through', (given) => {
    expect(() => check(given)).not.toThrow();
  });

  it.each([undefined, '', 'Bearer ', `Bearer ${secret.slice(1)}`, secret, `Basic ${secret}`, `Bearer ${secret} x`])(
    'refuses %j',
    (given) => {
      expect(() => check(given)).toThrow('Only an edge');
    },
  );

  it('lets nobody through where no secret is configured', () => {
    expect(() => createEdgeSecretCheck('')('Bearer ')).toThrow('Only an edge');
    expect(() => createEdgeSecretCheck('')('Bearer x')).toThrow('Only an edge');
  });
});
