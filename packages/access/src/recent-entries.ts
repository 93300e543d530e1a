/**
 * A map that forgets what was not asked for lately: up to `capacity` entries are certain to stay, up to twice as many
 * may, and every step takes the same small time however full it is.
 */
export class RecentEntries<Value extends object> {
  readonly #capacity: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** What is known under `key`, which thereby becomes the most recent. */
  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.add(key, old);
    return old;
  }

  /** Adds what is not known yet. */
  add(key: string, value: Value): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
