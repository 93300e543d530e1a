// Asks one server for one object over a fixed number of kept connections, each the next time as soon as it has its
// answer. Takes a `LoadOrder` and tells a `LoadReport`, by messages of the parent process.
import { connect, type Socket } from 'node:net';
import { quantile } from '../quantile.ts';
import { createAnswerReader } from './answer-reader.ts';
import type { LoadOrder, LoadReport } from './load-generator.ts';

const READ_BYTES = 256 * 1024;

/** Asks over one connection until `endMs`; gives how long each answer took. */
function askRepeatedly({ port, request, bodyBytes }: LoadOrder, endMs: number): Promise<number[]> {
  const bytes = Buffer.from(request, 'latin1');
  const milliseconds: number[] = [];
  return new Promise((resolve, reject) => {
    let beganMs = 0;
    const ask = (): void => {
      beganMs = performance.now();
      socket.write(bytes);
    };
    const read = createAnswerReader(bodyBytes);
    const take = (count: number, buffer: Uint8Array): boolean => {
      if (!read(buffer.subarray(0, count))) return true;
      const nowMs = performance.now();
      milliseconds.push(nowMs - beganMs);
      if (nowMs < endMs) ask();
      else socket.end();
      return true;
    };
    const onread = {
      buffer: Buffer.allocUnsafe(READ_BYTES),
      callback: (count: number, buffer: Uint8Array): boolean => {
        try {
          return take(count, buffer);
        } catch (error) {
          socket.destroy();
          reject(error);
          return false;
        }
      },
    };
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, ask);
    socket.once('error', reject);
    socket.once('close', () => resolve(milliseconds));
  });
}

async function run(order: LoadOrder): Promise<LoadReport> {
  const endMs = performance.now() + order.milliseconds;
  const connections = Array.from({ length: order.connections }, () => askRepeatedly(order, endMs));
  const milliseconds = (await Promise.all(connections)).flat();
  return { requests: milliseconds.length, p99Ms: quantile(milliseconds, 0.99) };
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.({ report }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
