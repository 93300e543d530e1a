/**
 * A value, or the promise of one. What is in memory is passed on as it is: a promise costs more than most of what a
 * warm request asks for, so there is one only where something has to be waited for.
 */
export type Awaitable<T> = T | Promise<T>;

/** `next(value)`: at once where the value is there, otherwise as soon as it is. */
export function whenThere<From, To>(value: Awaitable<From>, next: (value: From) => Awaitable<To>): Awaitable<To> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** What `run` gives. What it throws, now or later, is handed to `recover`. */
export function recovering<T>(run: () => Awaitable<T>, recover: (error: unknown) => Awaitable<T>): Awaitable<T> {
  try {
    const value = run();
    return value instanceof Promise ? value.catch(recover) : value;
  } catch (error) {
    return recover(error);
  }
}
