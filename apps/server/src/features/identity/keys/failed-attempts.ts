import { parseIpAddress } from '@sluice/access';
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

/** An IPv4 address by itself; of an IPv6 address its /64, which one client has whole. */
function clientOf(address: string): string {
  const bytes = address.includes(':') ? parseIpAddress(address) : null;
  return bytes === null || bytes.length === 4 ? address : Buffer.from(bytes.slice(0, 8)).toString('hex');
}

/** The window of an address begins with its first failure. */
export function createFailedAttempts(clock: Clock): FailedAttempts {
  const windows = new Map<string, { readonly endsMs: number; failures: number }>();
  const windowOf = (address: string) => {
    const found = windows.get(clientOf(address));
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
      windows.delete(clientOf(address));
      const [earliest] = windows.keys();
      if (windows.size >= MAX_ADDRESSES && earliest !== undefined) windows.delete(earliest);
      windows.set(clientOf(address), { endsMs: clock.nowMs() + WINDOW_MS, failures: 1 });
    },
  };
}
