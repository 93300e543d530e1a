import { isSluiceError } from '../../ports/sluice-error.ts';

/** Where a picture came from. Whoever waited for one that another request had made counts as served from memory. */
export type PictureOrigin = 'memory_hit' | 'storage_hit' | 'processed';

/** What there is to count of pictures, in the words of Vylux contract §15. */
export interface PictureEvents {
  countCacheEvent(layer: 'memory' | 'storage', result: 'hit' | 'miss'): void;
  countResult(result: PictureOrigin | 'error'): void;
  countError(stage: 'source_fetch' | 'process', status: number): void;
}

/** Whose fault it is that there is no picture. */
function countError(events: PictureEvents, error: unknown): void {
  const isSource = isSluiceError(error, 'image/source-missing') || isSluiceError(error, 'image/source-unavailable');
  events.countResult('error');
  events.countError(isSource ? 'source_fetch' : 'process', isSluiceError(error) ? error.status : 500);
}

/** `find`, counted. It tells where from if not from memory. */
export function countPictures<Order, Picture>(
  events: PictureEvents,
  find: (order: Order, tellOrigin: (origin: PictureOrigin) => void) => Promise<Picture>,
): (order: Order) => Promise<Picture> {
  return async (order) => {
    let origin: PictureOrigin | null = null;
    const tellOrigin = (told: PictureOrigin): void => {
      origin = told;
    };
    try {
      const picture = await find(order, tellOrigin);
      events.countCacheEvent('memory', origin === null ? 'hit' : 'miss');
      if (origin !== null) events.countCacheEvent('storage', origin === 'storage_hit' ? 'hit' : 'miss');
      events.countResult(origin ?? 'memory_hit');
      return picture;
    } catch (error) {
      countError(events, error);
      throw error;
    }
  };
}
