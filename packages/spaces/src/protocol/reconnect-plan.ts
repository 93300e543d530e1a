/** The close code after which a client stays away. */
const stayAwayCode = 4000;
const attempts = 5;
const pauseMs = 5000;

export function mayReconnect(closeCode: number): boolean {
  return closeCode !== stayAwayCode;
}

/** How long to wait before attempt 1, 2, …; null when there is none left. Contract §5.6. */
export function delayBeforeAttemptMs(attempt: number): number | null {
  if (attempt > attempts) return null;
  return attempt === 1 ? 0 : pauseMs;
}
