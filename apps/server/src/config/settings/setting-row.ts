import type { Setting } from '../setting.ts';

/** Keeps the value's type next to its row. */
export const setting = <T>(row: Setting<T>): Setting<T> => row;
