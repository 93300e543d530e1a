// Many WebRTC clients in one process.
import { answerParent } from './ask-child.ts';
import type { ClientCalls } from './client-calls.ts';
import { createSyntheticPublisher, type SyntheticPublisher } from './synthetic-publisher.ts';
import { createSyntheticSubscriber, type SyntheticSubscriber } from './synthetic-subscriber.ts';

const publishers = new Map<string, SyntheticPublisher>();
const subscribers = new Map<string, SyntheticSubscriber>();
let packets = 0;
let delaysMs: number[] = [];

function onPacket(ageMs: number | null): void {
  packets += 1;
  if (ageMs !== null) delaysMs.push(ageMs);
}

function publisher(name: string): SyntheticPublisher {
  const known = publishers.get(name) ?? createSyntheticPublisher();
  publishers.set(name, known);
  return known;
}

function subscriber(name: string): SyntheticSubscriber {
  const known = subscribers.get(name) ?? createSyntheticSubscriber(onPacket);
  subscribers.set(name, known);
  return known;
}

const calls: ClientCalls = {
  offer: (name) => publisher(name).offer(),
  accept: (name, answerSdp) => publisher(name).accept(answerSdp),
  send(names, bitsPerSecond) {
    for (const [name, each] of publishers) each.send(names.includes(name) ? bitsPerSecond : null);
  },
  answer: (name, offerSdp) => subscriber(name).answer(offerSdp),
  firstPictures: (name, count) => subscriber(name).firstPictures(count),
  received() {
    const seen = { packets, delaysMs };
    packets = 0;
    delaysMs = [];
    return seen;
  },
  async leave(name) {
    await subscribers.get(name)?.close();
    subscribers.delete(name);
  },
};
answerParent(calls, async () => undefined);
