/** Events by name, each with what its listeners are given. */
export type EventTable<Self> = { readonly [Name in keyof Self]: readonly unknown[] };

type Listener<Arguments extends readonly unknown[]> = (...given: Arguments) => void;

interface Entry {
  readonly listener: unknown;
  readonly isOnce: boolean;
}

/**
 * Listeners by event, under the method names of Node's `events`. Listeners are called in the order in which they were
 * added; one that throws does not keep the others from being called: its error is reported as uncaught.
 */
export class Emitter<Events extends EventTable<Events>> {
  readonly #entries = new Map<keyof Events, readonly Entry[]>();

  on<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): this {
    return this.#add(event, { listener, isOnce: false });
  }

  /** As {@link on}, for the next time only. */
  once<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): this {
    return this.#add(event, { listener, isOnce: true });
  }

  /** Takes away what was added last of this listener. */
  off<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): this {
    const entries = this.#entries.get(event) ?? [];
    const last = entries.findLastIndex((entry) => entry.listener === listener);
    if (last >= 0) this.#entries.set(event, entries.toSpliced(last, 1));
    return this;
  }

  addListener<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): this {
    return this.on(event, listener);
  }

  removeListener<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): this {
    return this.off(event, listener);
  }

  /** Of one event, or of all. */
  removeAllListeners(event?: keyof Events): this {
    if (event === undefined) this.#entries.clear();
    else this.#entries.delete(event);
    return this;
  }

  listenerCount(event: keyof Events): number {
    return this.#entries.get(event)?.length ?? 0;
  }

  /** Whether anyone listened. */
  emit<Name extends keyof Events>(event: Name, ...given: Events[Name]): boolean {
    const entries = this.#entries.get(event) ?? [];
    for (const { listener, isOnce } of entries) {
      if (isOnce) this.off(event, listener as Listener<Events[Name]>);
      try {
        (listener as Listener<Events[Name]>)(...given);
      } catch (error) {
        reportError(error);
      }
    }
    return entries.length > 0;
  }

  #add(event: keyof Events, entry: Entry): this {
    this.#entries.set(event, [...(this.#entries.get(event) ?? []), entry]);
    return this;
  }
}
