import { limitBytes } from '../../platform/limit-bytes.ts';
import type { PutOptions } from '../../ports/object-store.ts';
import { objectTooLarge } from './storage-errors.ts';

export interface BoundedBody {
  readonly body: AsyncIterable<Uint8Array>;
  /**
   * What the body itself failed with (its source, the limit, the abort), or undefined. A store passes this
   * on as it is: a broken upload is no fault of the store.
   */
  readonly failure: () => unknown;
}

/** The body of a put under its limits, remembering whose fault a failure is. */
export function boundedBody(
  key: string,
  body: Uint8Array | AsyncIterable<Uint8Array>,
  options: PutOptions,
): BoundedBody {
  const { maxBytes, signal } = options;
  let failure: unknown;
  const limited = limitBytes(body instanceof Uint8Array ? [body] : body, {
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(signal ? { signal } : {}),
    onExceeded: () => objectTooLarge(key, maxBytes ?? 0),
  });
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* limited;
    } catch (error) {
      failure = error ?? new Error('The body failed without a reason.');
      throw failure;
    }
  }
  return { body: watched(), failure: () => failure };
}
