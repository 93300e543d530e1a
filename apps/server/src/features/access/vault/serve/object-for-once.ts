import type { ByteObject } from '../../../../ports/http-exchange.ts';

/**
 * The object for the first GET that gets bytes of it, whichever range: `takeUse` throws for every other. It is asked once
 * the store has given them, so that a store that fails has used up nothing, and before any of them leaves.
 */
export function objectForOnce(object: ByteObject, takeUse: () => Promise<void>): ByteObject {
  const { readStream } = object;
  return {
    ...object,
    async readBytes(range) {
      const bytes = await object.readBytes(range);
      await takeUse();
      return bytes;
    },
    ...(readStream && {
      async readStream(range) {
        const stream = await readStream(range);
        // Nobody listens yet: a store that breaks off meanwhile is told of by the read that follows.
        stream.on('error', () => undefined);
        try {
          await takeUse();
        } catch (error) {
          stream.destroy();
          throw error;
        }
        return stream;
      },
    }),
  };
}
