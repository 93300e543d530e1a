import { describe, expect, it } from 'vitest';
import { derivedOrder } from './order-derived.ts';
import { parseCreateBody } from './parse-create-body.ts';

const uploaded = { provider: 'archive', key: 'cams/a.mp4', derive: ['thumbnail', 'sprite'] as const };

describe('the order for an uploaded recording', () => {
  it('is the one that a caller would send without an id', () => {
    const order = { type: 'recording:assets', source: 'cams/a.mp4', provider: 'archive' };
    const parsed = parseCreateBody(Buffer.from(JSON.stringify(order)), 100);
    expect(derivedOrder(uploaded)).toEqual({ ...parsed, callbackUserId: null });
    expect(derivedOrder({ ...uploaded, provider: 'source' })?.provider).toBeNull();
  });

  it.each([
    [['thumbnail'], 'recording:thumbnail'],
    [['sprite'], 'recording:sprite'],
  ] as const)('for %j alone is %s', (derive, type) => {
    expect(derivedOrder({ ...uploaded, derive })?.type).toBe(type);
  });

  it.each([
    { ...uploaded, derive: [] },
    { ...uploaded, key: 'cams/a.json' },
    { ...uploaded, key: 'cams/a' },
    { ...uploaded, key: 'cams/a_redacted.mp4' },
    { ...uploaded, key: 'cams/a_thumbnail.jpg' },
  ])('is none for %j', (other) => expect(derivedOrder(other)).toBeNull());
});
