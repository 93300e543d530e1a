/** Whether a cryptographic engine answers at once (Node) or by a promise (WebCrypto). */
export type Timing = 'sync' | 'async';

/** A `Value` that comes at once or by a promise. */
export type Timed<T extends Timing, Value> = T extends 'sync' ? Value : Promise<Value>;

interface Timer<T extends Timing> {
  readonly timing: T;
}

/** A value that is already there, in the engine's timing. */
export function settle<T extends Timing, Value>(engine: Timer<T>, value: Value): Timed<T, Value> {
  return (engine.timing === 'sync' ? value : Promise.resolve(value)) as Timed<T, Value>;
}

/** `next(value)`, as soon as `value` is there. */
export function mapTimed<T extends Timing, From, To>(
  engine: Timer<T>,
  value: Timed<T, From>,
  next: (value: From) => To,
): Timed<T, To> {
  return (engine.timing === 'sync' ? next(value as From) : (value as Promise<From>).then(next)) as Timed<T, To>;
}

/** As {@link mapTimed}, for a `next` that asks the engine again. */
export function chainTimed<T extends Timing, From, To>(
  engine: Timer<T>,
  value: Timed<T, From>,
  next: (value: From) => Timed<T, To>,
): Timed<T, To> {
  return mapTimed(engine, value, next) as Timed<T, To>;
}
