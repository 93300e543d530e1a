import type { ObjectStore } from '../../../ports/object-store.ts';

/** The stores of the deployment by the names that accounts and URLs call them, `source` and `media` among them. */
export interface Providers {
  /** Opened at the first call, and anew once its record has changed; null where there is no such provider. */
  open(name: string): Promise<ObjectStore | null>;
}
