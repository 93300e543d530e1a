import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configReference } from './config-reference.ts';

it('equals the committed docs/reference/config.md (refresh it with `npm run sluice -- config --reference`)', () => {
  const committed = readFileSync(new URL('../../../../docs/reference/config.md', import.meta.url), 'utf8');
  expect(committed).toBe(configReference());
});
