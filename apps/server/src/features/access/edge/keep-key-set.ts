import { KeyRing } from '@sluice/access';
import { EdgeKeySet } from '@sluice/contract';
import { Value } from 'typebox/value';
import type { SealedFile } from '../../../ports/sealed-file.ts';
import { openEdgeKeySet } from './edge-key-set.ts';

/** The keys of an edge, and the last good set on its disk (edge access §18). */
export interface KeptKeySet {
  /** Null as long as none was ever held. */
  readonly ring: KeyRing | null;
  readonly version: string | null;
  /** Takes what the disk has; nothing where it has nothing good. */
  restore(): Promise<void>;
  /** Puts a set in force, then on the disk. Throws for one that cannot be used: the one before stays in force. */
  replace(set: EdgeKeySet): Promise<void>;
}

function parse(text: string): EdgeKeySet | null {
  try {
    const set: unknown = JSON.parse(text);
    return Value.Check(EdgeKeySet, set) ? set : null;
  } catch {
    return null;
  }
}

/** `reportFailure` is told of a disk that does not take the set; it is in force all the same. */
export function keepKeySet(file: SealedFile, reportFailure: (error: unknown) => void): KeptKeySet {
  let ring: KeyRing | null = null;
  let version: string | null = null;
  function put(set: EdgeKeySet): void {
    ring = new KeyRing(openEdgeKeySet(set));
    version = set.version;
  }
  return {
    get ring() {
      return ring;
    },
    get version() {
      return version;
    },
    async restore() {
      const text = await file.read();
      const set = text === null ? null : parse(text);
      if (set !== null) put(set);
    },
    async replace(set) {
      put(set);
      await file.write(JSON.stringify(set)).catch(reportFailure);
    },
  };
}
