import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

it('writes no API key of a user, wherever it stands', () => {
  const key = `lvz_live_${'0123456789abcdef'.repeat(4)}`;
  let text = '';
  const write = (line: string): void => {
    text += line;
  };
  const log = createLogger('info', { write });
  log.info({ [key]: key, err: new Error(`not ${key}`), nested: { list: [`Bearer ${key}`] } }, `key ${key}`);
  expect(text).toContain('Bearer lvz_live_01234567..."');
  expect(text).not.toContain('0123456789');
});
