import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import type { Grant, Verification } from '../grant.ts';
import type { KeyRing } from '../keys/key-ring.ts';

/**
 * Remembers the grants of tokens whose signature was good, because a player shows the same token with every segment.
 * Only what does not change is remembered: time, revocation and request are decided each time anew, and another key ring
 * forgets everything. Refusals are not remembered, so that nobody can fill it without a key. For edge tokens and edge
 * JWTs only: what an embed token means stands in its record, and other schemes decide on the URI as well.
 */
export class GrantCache {
  readonly #maxRecent: number;
  #ring: KeyRing | null = null;
  /** When full it becomes the older half, whose tokens move back as they are seen again. */
  #recent = new Map<string, Grant>();
  #older = new Map<string, Grant>();

  /** Holds at most `maxGrants` grants, two at least. */
  constructor(maxGrants: number) {
    if (!(maxGrants >= 2)) throw new RangeError('a grant cache holds two grants or more');
    this.#maxRecent = Math.floor(maxGrants / 2);
  }

  /** The grant of `token` under `ring`, from memory or else by `verify`, which has to verify under the same ring. */
  verify<T extends Timing>(
    engine: { readonly timing: T },
    ring: KeyRing,
    token: string,
    verify: (token: string) => Timed<T, Verification>,
  ): Timed<T, Verification> {
    if (ring !== this.#ring) this.#begin(ring);
    const known = this.#find(token);
    if (known !== undefined) return settle<T, Verification>(engine, { ok: true, grant: known });
    return mapTimed(engine, verify(token), (verified: Verification) => {
      // The ring may have changed while an asynchronous engine was busy.
      if (verified.ok && ring === this.#ring) this.#keep(token, verified.grant);
      return verified;
    });
  }

  #begin(ring: KeyRing): void {
    this.#ring = ring;
    this.#recent = new Map();
    this.#older = new Map();
  }

  #find(token: string): Grant | undefined {
    const recent = this.#recent.get(token);
    if (recent !== undefined) return recent;
    const older = this.#older.get(token);
    if (older !== undefined) this.#keep(token, older);
    return older;
  }

  #keep(token: string, grant: Grant): void {
    if (this.#recent.size >= this.#maxRecent) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(token, grant);
  }
}
