import { describe, expect, it } from 'vitest';
import { isBygone, lastSecondOfVerdict, verdictName } from './verdict-path.ts';

const token = 'v%3D1~kid%3Dk1~sig%3Dabc';
const nameOf = (target: string): string | null => verdictName(target, 1_777_032_108, 'h');

describe('the name of a verdict', () => {
  it('holds the ten seconds, the carrier, the asset and the token', () => {
    expect(nameOf(`/v/film/a/b.m4s?et=${token}`)).toBe(`h177703210qfilm/1${token}/2`);
    expect(nameOf('/_t/abc/v/film/b.m4s')).toBe('h177703210pfilm/1abc/2');
  });

  it('is the same for every object of the asset and differs with anything else', () => {
    const names = [
      `/v/film/a.m4s?et=${token}`,
      `/v/film2/a.m4s?et=${token}`,
      `/v/fil/a.m4s?et=${token}`,
      `/v/film/a.m4s?et=${token}x`,
      `/v/film/a.m4s?et=${token.toUpperCase()}`,
      `/_t/${token.replaceAll('%', '-')}/v/film/a.m4s`,
    ].map(nameOf);
    expect(names).not.toContain(null);
    expect(new Set(names).size).toBe(names.length);
    expect(nameOf(`/v/film/x/y.mp4?et=${token}&v=2`)).toBe(names[0]);
  });

  it('splits a long token where a file name would end, and gives up on one of no sensible length', () => {
    const long = 'a'.repeat(300);
    expect(nameOf(`/v/film/a.m4s?et=${long}`)).toBe(`h177703210qfilm/1${'a'.repeat(250)}/2${'a'.repeat(50)}`);
    expect(nameOf(`/v/film/a.m4s?et=${'a'.repeat(501)}`)).toBeNull();
  });

  it.each([
    `/v/film/../other/a.m4s?et=${token}`,
    `/v/film/.hidden/a.m4s?et=${token}`,
    `/v/film//a.m4s?et=${token}`,
    `/v/film/%61.m4s?et=${token}`,
    `/v/../a.m4s?et=${token}`,
    `/v/film/a.m4s?et=../${token}`,
    `/v/film/a.m4s?et=${token}&et=${token}`,
    `/v/film/a.m4s?et=${token}&et`,
    `/v/film/a.m4s?et=${token}&%65t=x`,
    `/v/film/a.m4s?v=1&et=${token}`,
    `/v/film/master.m3u8?et=${token}`,
    `/k/film/a.m4s?et=${token}`,
    `/_t/abc/v/film/a.m4s?et=${token}`,
    '/_t/../v/film/a.m4s/x',
    `/v/film/a.m4s?et=${token}#`,
    '/v/film/a.m4s?et=',
    '/v/film/a.m4s',
  ])('is not given to %s', (target) => {
    expect(nameOf(target)).toBeNull();
  });

  it('is found for the rest of its ten seconds and cleared away afterwards', () => {
    const name = nameOf(`/v/film/a.m4s?et=${token}`) ?? '';
    const last = lastSecondOfVerdict(1_777_032_108);
    expect(last).toBe(1_777_032_109);
    expect(verdictName(`/v/film/a.m4s?et=${token}`, last, 'h')).toBe(name);
    expect(verdictName(`/v/film/a.m4s?et=${token}`, last + 1, 'h')).not.toBe(name);
    expect([isBygone(name, last), isBygone(name, last + 1)]).toEqual([false, true]);
  });
});
