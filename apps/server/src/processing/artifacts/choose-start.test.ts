import { describe, expect, it } from 'vitest';
import { chooseStart } from './choose-start.ts';

const cover = { explicitSeconds: undefined, defaultSeconds: 1, lengthSeconds: 0, optionName: 'timestamp_sec' };
const preview = { explicitSeconds: undefined, defaultSeconds: 2, lengthSeconds: 3, optionName: 'start_sec' };

describe('chooseStart', () => {
  it('takes the default where the film is long enough', () => {
    expect(chooseStart(cover, 60)).toEqual({ seconds: 1, mayMove: true });
    expect(chooseStart(preview, 60)).toEqual({ seconds: 2, mayMove: true });
  });

  it('moves the default into a short film', () => {
    expect(chooseStart(cover, 0.5)).toEqual({ seconds: 0.25, mayMove: true });
    expect(chooseStart(preview, 4)).toEqual({ seconds: 1, mayMove: true });
    expect(chooseStart(preview, 2)).toEqual({ seconds: 0, mayMove: true });
  });

  it('takes an explicit place as it is', () => {
    expect(chooseStart({ ...preview, explicitSeconds: 3.9 }, 4)).toEqual({ seconds: 3.9, mayMove: false });
  });

  it('refuses an explicit place behind the end and names the option', () => {
    expect(() => chooseStart({ ...cover, explicitSeconds: 4 }, 4)).toThrow(
      'There is no picture at 4 seconds, the film lasts 4.00 seconds: choose a smaller timestamp_sec.',
    );
  });

  it('tries where the length is unknown', () => {
    expect(chooseStart(cover, null)).toEqual({ seconds: 1, mayMove: true });
    expect(chooseStart({ ...cover, explicitSeconds: 99 }, null)).toEqual({ seconds: 99, mayMove: false });
  });
});
