import type { SourceFacts } from './source-facts.ts';

/** A film on this machine, opened for the steps of one run. */
export interface FilmFile {
  /** Absolute path. */
  readonly path: string;
  readonly facts: SourceFacts;
  /** See `ToolInput.isIndexed`. */
  readonly isIndexed: boolean;
}
