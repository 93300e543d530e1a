import { describe, expect, it } from 'vitest';
import { refuse } from '../refusal.ts';
import type { CarriedCredential, Carrier } from './credential-carrier.ts';
import { CredentialMemo } from './credential-memo.ts';

/** A memo, and which texts it had to have read. */
function watched(size: number) {
  const memo = new CredentialMemo<CarriedCredential>(size);
  const texts: string[] = [];
  const ask = (text: string, carrier: Carrier = 'query'): CarriedCredential =>
    memo.read(carrier, text, () => {
      texts.push(text);
      return text === 'bad' ? refuse('token_malformed') : { ok: true, carrier, kind: 'edge-token', text: `${text}!` };
    });
  return { ask, texts };
}

describe('a credential memo', () => {
  it('reads a text once', () => {
    const { ask, texts } = watched(10);
    expect([ask('a'), ask('b'), ask('a')].map((each) => each.ok && each.text)).toEqual(['a!', 'b!', 'a!']);
    expect(texts).toEqual(['a', 'b']);
  });

  it('reads again what was malformed, what is too long, and what rides elsewhere', () => {
    const { ask, texts } = watched(10);
    const long = 'x'.repeat(4097);
    for (const text of ['bad', long]) for (let time = 0; time < 2; time++) ask(text);
    expect(texts).toEqual(['bad', 'bad', long, long]);
    expect([ask('a', 'path'), ask('a', 'query')]).toMatchObject([{ carrier: 'path' }, { carrier: 'query' }]);
  });

  it('keeps what is in use and drops what is not', () => {
    const { ask, texts } = watched(4);
    for (const text of ['used', 'x1', 'used', 'x2', 'used', 'x3', 'used', 'x4', 'used', 'x1']) ask(text);
    expect(texts).toEqual(['used', 'x1', 'x2', 'x3', 'x4', 'x1']);
  });

  it('holds two or more', () => {
    for (const size of [0, 1, Number.NaN]) expect(() => new CredentialMemo(size)).toThrow(RangeError);
  });
});
