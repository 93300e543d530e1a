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
  readonly #maxRecentCharacters: number;
  #ring: KeyRing | null = null;
  /** When full it becomes the older half, whose tokens move back as they are seen again. */
  #recent = new Map<string, Grant>();
  #older = new Map<string, Grant>();
  /** Length of all tokens of the recent half. */
  #recentCharacters = 0;

  /**
   * Holds at most `maxGrants` grants, two at least, whose tokens have at most `maxCharacters` together. A grant takes a
   * few times the memory of its token.
   */
  constructor(maxGrants: number, maxCharacters: number) {
    if (!(maxGrants >= 2)) throw new RangeError('a grant cache holds two grants or more');
    if (!(maxCharacters >= 0)) throw new RangeError('the tokens of a grant cache have a length');
    this.#maxRecent = Math.floor(maxGrants / 2);
    this.#maxRecentCharacters = Math.floor(maxCharacters / 2);
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
    this.#recentCharacters = 0;
  }

  #find(token: string): Grant | undefined {
    const recent = this.#recent.get(token);
    if (recent !== undefined) return recent;
    const older = this.#older.get(token);
    if (older !== undefined) this.#keep(token, older);
    return older;
  }

  #keep(token: string, grant: Grant): void {
    if (token.length > this.#maxRecentCharacters) return;
    const characters = this.#recentCharacters + token.length;
    const isFull = this.#recent.size >= this.#maxRecent || characters > this.#maxRecentCharacters;
    if (isFull) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recentCharacters = isFull ? token.length : characters;
    this.#recent.set(token, grant);
  }
}
