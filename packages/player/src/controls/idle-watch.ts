const idleAfterMs = 2800;

export interface IdleWatch {
  /** The viewer did something: controls show. */
  wake(): void;
  /** The viewer left: controls may hide at once. */
  leave(): void;
  readonly isIdle: boolean;
}

/** Tells when the viewer has done nothing for a while. `changed` runs at each change. */
export function watchIdle(changed: () => void): IdleWatch {
  let isIdle = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const set = (next: boolean) => {
    clearTimeout(timer);
    if (!next) timer = setTimeout(() => set(true), idleAfterMs);
    if (isIdle === next) return;
    isIdle = next;
    changed();
  };
  return {
    wake: () => set(false),
    leave: () => set(true),
    get isIdle() {
      return isIdle;
    },
  };
}
