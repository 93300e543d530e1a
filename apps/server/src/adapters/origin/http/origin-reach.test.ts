import { describe, expect, it } from 'vitest';
import { createOriginReach } from './origin-reach.ts';

let nowMs = 0;
const open = () => {
  nowMs = 0;
  return createOriginReach({ nowMs: () => nowMs });
};

describe('the reach of an origin', () => {
  it('lets every call go while calls are answered', () => {
    const reach = open();
    expect([reach.mayCall(), reach.mayCall()]).toEqual([true, true]);
  });

  it('lets one call a second go after a silence, until one is answered', () => {
    const reach = open();
    reach.wasSilent();
    expect(reach.mayCall()).toBe(false);
    nowMs = 1000;
    expect([reach.mayCall(), reach.mayCall()]).toEqual([true, false]);
    nowMs = 1999;
    expect(reach.mayCall()).toBe(false);
    reach.answered();
    expect([reach.mayCall(), reach.mayCall()]).toEqual([true, true]);
  });
});
