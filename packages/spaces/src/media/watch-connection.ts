/** A break shorter than this mends itself. */
const patienceMs = 2000;
/** What was mended flows again within this. */
const mendingMs = 6000;

/**
 * Watches whether media can flow. After a break `mend` is called; when that was of no use, `giveUp`. The returned
 * function ends it.
 */
export function watchConnection(
  connection: RTCPeerConnection,
  { mend, giveUp }: { mend(): void; giveUp(): void },
): () => void {
  let timers: ReturnType<typeof setTimeout>[] = [];
  const calm = () => {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
  };
  connection.onconnectionstatechange = () => {
    const state = connection.connectionState;
    if (state === 'connected' || state === 'closed') calm();
    if (state !== 'failed' && state !== 'disconnected') return;
    if (timers.length > 0) return;
    const patience = state === 'failed' ? 0 : patienceMs;
    timers = [setTimeout(mend, patience), setTimeout(giveUp, patience + mendingMs)];
  };
  return () => {
    connection.onconnectionstatechange = null;
    calm();
  };
}
