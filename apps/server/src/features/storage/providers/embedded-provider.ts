import type { ObjectStore } from '../../../ports/object-store.ts';

/** A store that the settings of the server describe: `source` or `media`. */
export interface EmbeddedProvider {
  readonly store: ObjectStore;
  readonly type: string;
  /** What may be seen of its settings. */
  readonly settings: Readonly<Record<string, string>>;
}
