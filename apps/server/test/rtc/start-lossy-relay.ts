import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Offer, Sfu } from '../../src/ports/sfu.ts';

const HOST = '127.0.0.1';

export interface LossyRelay {
  readonly port: number;
  /** Packets that got lost on their way in both directions. */
  readonly lost: number;
  stop(): void;
}

/** A way to `port` and back on which each packet takes `delayMs` and every `nth` one is lost. */
export async function startLossyRelay(port: number, nth: number, delayMs: number): Promise<LossyRelay> {
  const front = createSocket('udp4').bind(0, HOST);
  await once(front, 'listening');
  const backs = new Map<number, Socket>();
  let isStopped = false;
  let lost = 0;

  function createWay(): (deliver: () => void) => void {
    let packets = 0;
    return (deliver) => {
      packets += 1;
      if (packets % nth === 0) lost += 1;
      else setTimeout(() => isStopped || deliver(), delayMs);
    };
  }

  /** Each client is another one to the media server. */
  function backOf(client: number): Socket {
    const back = createSocket('udp4').bind(0, HOST);
    const way = createWay();
    back.on('message', (bytes) => way(() => front.send(bytes, client, HOST)));
    backs.set(client, back);
    return back;
  }
  const way = createWay();
  front.on('message', (bytes, { port: client }) => {
    const back = backs.get(client) ?? backOf(client);
    way(() => back.send(bytes, port, HOST));
  });
  return {
    port: front.address().port,
    get lost() {
      return lost;
    },
    stop() {
      isStopped = true;
      for (const socket of [front, ...backs.values()]) socket.close();
    },
  };
}

/** The media server as browsers see it that know no other way to it than by UDP to `port`. */
export function behind(sfu: Sfu, port: number): Sfu {
  const change = (sdp: string): string =>
    sdp.replace(/a=candidate:.* tcp .*\r\n/g, '').replace(/(a=candidate:\S+ 1 udp \d+ \S+) \d+/g, `$1 ${port}`);
  const changed = <T extends Offer | null>(offer: T): T =>
    offer === null ? offer : { ...offer, offerSdp: change(offer.offerSdp) };
  return {
    ...sfu,
    async publish(...args) {
      const answer = await sfu.publish(...args);
      return { ...answer, answerSdp: change(answer.answerSdp) };
    },
    subscribe: async (...args) => changed(await sfu.subscribe(...args)),
    setTracks: async (...args) => changed(await sfu.setTracks(...args)),
    answer: async (...args) => changed(await sfu.answer(...args)),
  };
}
