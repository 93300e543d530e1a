import type { AskedChild } from './ask-child.ts';
import type { ClientAnswer, ClientCalls } from './client-calls.ts';
import type { Load, Side } from './side.ts';

export interface Joined {
  /** From the wish to join to the first whole picture of everyone. */
  readonly firstPictureMs: number;
  /** Of those: until the engine has answered all that it was asked. */
  readonly engineMs: number;
  leave(): Promise<void>;
}

/** A room on one side, whose publishers are connected and silent. */
export interface Gathering {
  readonly side: Side;
  /** As the processes of clients know them. */
  readonly publishers: readonly string[];
  /** Connects one who receives all of `from`: resolves with what brings the pictures. */
  join(name: string, from: readonly string[], into: AskedChild<ClientCalls>): Promise<() => Promise<Joined>>;
  close(): Promise<void>;
}

/** Adds up how long promises take one after the other. */
function createStopwatch() {
  let totalMs = 0;
  return {
    async time<T>(work: Promise<T>): Promise<T> {
      const start = performance.now();
      const result = await work;
      totalMs += performance.now() - start;
      return result;
    },
    totalMs: () => totalMs,
  };
}

export async function openGathering(
  side: Side,
  load: Load,
  room: string,
  names: readonly string[],
): Promise<Gathering> {
  const { engine } = side;
  // Clients of both sides are in the same processes.
  const full = (name: string): string => `${side.name}-${room}-${name}`;
  for (const name of names.map(full)) {
    const offer = await load.publishers.ask('offer', name);
    await load.publishers.ask('accept', name, await engine.ask('publish', room, name, offer));
  }

  return {
    side,
    publishers: names.map(full),
    async join(name, from, into) {
      const [start, subscriber, atEngine] = [performance.now(), full(`${name}-receives`), createStopwatch()];
      const { session, offerSdp } = await atEngine.time(engine.ask('join', room, subscriber, from.map(full)));
      let next: string | null = offerSdp;
      while (next !== null) {
        const answer: ClientAnswer = await into.ask('answer', subscriber, next);
        next = await atEngine.time(engine.ask('answer', session, answer));
      }
      return async () => {
        await into.ask('firstPictures', subscriber, from.length);
        const leave = async (): Promise<void> => {
          await engine.ask('leave', session);
          await into.ask('leave', subscriber);
        };
        return { firstPictureMs: performance.now() - start, engineMs: atEngine.totalMs(), leave };
      };
    },
    close: () => engine.ask('closeRoom', room),
  };
}
