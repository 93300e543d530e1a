import { type KeyObject, sign } from 'node:crypto';

type Start = () => void;

/** The threads are the process's, and so is the line before them: whoever comes first is signed for first. */
const waiting: Start[] = [];
let running = 0;

function startNext(threads: number): void {
  while (running < threads) {
    const start = waiting.shift();
    if (start === undefined) return;
    running += 1;
    start();
  }
}

/**
 * RSA-SHA256 over `text`, on a thread of libuv's instead of the one that answers requests. At most `threads` of them
 * sign at once: files and the names of hosts are read and looked up on the same ones.
 */
export function signOnThreads(text: string, key: KeyObject, threads: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    waiting.push(() => {
      sign('sha256', Buffer.from(text), key, (error, signature) => {
        running -= 1;
        startNext(threads);
        if (error === null) resolve(signature);
        else reject(error);
      });
    });
    startNext(threads);
  });
}
