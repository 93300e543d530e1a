import { clientKey } from '../../../platform/client-network.ts';
import { dropOldest } from '../../../platform/drop-oldest.ts';
import type { Clock } from '../../../ports/clock.ts';

/** Failed API keys by client address, in this process (LynxVizion contract §2.4). */
export interface FailedAttempts {
  /** Seconds until this address may try again; 0 where it may now. */
  waitSecondsOf(address: string): number;
  count(address: string): void;
}

const MAX_PER_MINUTE = 20;
const WINDOW_MS = 60_000;
/** Addresses that are remembered; beyond it the earliest is forgotten, which only ever lets more through. */
const MAX_ADDRESSES = 50_000;

/** The window of an address begins with its first failure. */
export function createFailedAttempts(clock: Clock): FailedAttempts {
  const windows = new Map<string, { readonly endsMs: number; failures: number }>();
  const windowOf = (address: string) => {
    const found = windows.get(clientKey(address));
    return found !== undefined && found.endsMs > clock.nowMs() ? found : undefined;
  };
  return {
    waitSecondsOf(address) {
      const found = windowOf(address);
      if (found === undefined || found.failures <= MAX_PER_MINUTE) return 0;
      return Math.ceil((found.endsMs - clock.nowMs()) / 1000);
    },
    count(address) {
      const found = windowOf(address);
      if (found !== undefined) {
        found.failures++;
        return;
      }
      windows.delete(clientKey(address));
      windows.set(clientKey(address), { endsMs: clock.nowMs() + WINDOW_MS, failures: 1 });
      dropOldest(windows, MAX_ADDRESSES);
    },
  };
}
