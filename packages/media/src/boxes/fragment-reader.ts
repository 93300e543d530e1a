import type { Fragment } from './sample.ts';
export interface FragmentReaderOptions {
  readonly maxFragmentBytes?: number;
}
export class FragmentReader {
  constructor(_options: FragmentReaderOptions = {}) {}
  push(_chunk: Uint8Array): Fragment[] {
    throw new Error('not built yet');
  }
  initSection(): Uint8Array | null {
    return null;
  }
  finish(): void {}
}
