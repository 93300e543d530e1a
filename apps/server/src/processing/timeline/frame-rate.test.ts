import { describe, expect, it } from 'vitest';
import { chooseFrameRate } from './frame-rate.ts';

function rate(text: string | null) {
  if (text === null) return null;
  const [numerator = 0, denominator = 1] = text.split('/').map(Number);
  return { numerator, denominator };
}

function chosen(real: string | null, average: string | null, isInterlaced = false): string {
  const { numerator, denominator } = chooseFrameRate({ real: rate(real), average: rate(average), isInterlaced });
  return `${numerator}/${denominator}`;
}

describe('chooseFrameRate', () => {
  it.each([
    ['24000/1001', '24000/1001'],
    ['30000/1001', '30000/1001'],
    ['25/1', '25/1'],
    ['10/1', '10/1'],
    ['25/2', '25/2'],
    ['1/1', '1/1'],
    ['60/1', '60/1'],
  ])('keeps the constant rate %s exactly', (real, expected) => {
    expect(chosen(real, real)).toBe(expected);
  });

  it.each([
    ['a phone that measured itself', '90000/2999', '90000/2999', '30/1'],
    ['milliseconds rounded by FLV', '30000/1001', '989/33', '30000/1001'],
    ['milliseconds rounded by Matroska', '19001/317', '19001/317', '60000/1001'],
  ])('reads through the noise of %s', (_, real, average, expected) => {
    expect(chosen(real, average)).toBe(expected);
  });

  it.each([
    ['120/1', '60/1'],
    ['120000/1001', '60000/1001'],
    ['100/1', '50/1'],
    ['90/1', '90/2'],
  ])('shows %s at a whole fraction of at most 60', (real, expected) => {
    expect(chosen(real, real)).toBe(expected);
  });

  it.each([
    ['dropped frames on a 29.97 grid', '30000/1001', '3720000/199199', '30000/1001'],
    ['a phone that slowed down', '30/1', '29870/1000', '30/1'],
    ['a browser recording counted in milliseconds', '1000/1', '29412/1000', '30/1'],
    ['a screen recording counted in milliseconds', '1000/1', '11/1', '24/1'],
    ['noise that is no rate at all', '29114/1559', '29114/1559', '24/1'],
    ['no average', '1000/1', null, '30/1'],
    ['an average above the cap', '1000/1', '144/1', '60/1'],
  ])('lays a varying rate onto a standard one: %s', (_, real, average, expected) => {
    expect(chosen(real, average)).toBe(expected);
  });

  it('takes two fields for one frame', () => {
    expect(chosen('50/1', '25/1', true)).toBe('25/1');
    expect(chosen('60000/1001', '30000/1001', true)).toBe('30000/1001');
  });

  it('never falls below one frame per second', () => {
    expect(chosen('1/4', '1/4')).toBe('1/1');
  });

  it('assumes 30 where nothing is known', () => {
    expect(chosen(null, null)).toBe('30/1');
  });
});
