import { createDeferred, type Deferred } from './deferred.ts';
import { RequestTimeoutError, SubscriptionError } from './errors.ts';
import type { ClientFrame } from './protocol/wire.ts';
import type { RemoteParticipant, SubscriptionControl } from './remote-participant.ts';

const withinMs = 30_000;

interface Waiting {
  readonly participant: RemoteParticipant;
  readonly settled: Deferred<void>;
  isAcknowledged: boolean;
}

/** Subscriptions by hand: done when the server has agreed and all the media is there. */
export class ManualSubscriptions implements SubscriptionControl {
  readonly #waiting = new Set<Waiting>();
  readonly #leaving = new Set<Waiting>();
  readonly #send: (frame: ClientFrame) => void;

  constructor(send: (frame: ClientFrame) => void) {
    this.#send = send;
  }

  async subscribe(participant: RemoteParticipant): Promise<void> {
    await this.#ask(this.#waiting, participant, (connections) => ({ subscribe_tracks: { connections } }));
  }

  async unsubscribe(participant: RemoteParticipant): Promise<void> {
    await this.#ask(this.#leaving, participant, (connections) => ({ unsubscribe_tracks: { connections } }));
  }

  /** The server's answer. */
  acknowledge(kind: 'subscribed' | 'unsubscribed', successes: readonly string[], failures: readonly string[]): void {
    for (const one of kind === 'subscribed' ? this.#waiting : this.#leaving) {
      const { connectionId } = one.participant;
      if (failures.includes(connectionId)) one.settled.reject(new SubscriptionError('The server refused.'));
      if (successes.includes(connectionId)) one.isAcknowledged = true;
    }
    this.check();
  }

  /** Media has come or gone. */
  check(): void {
    for (const { participant, settled, isAcknowledged } of this.#waiting)
      if (isAcknowledged && participant.getTracks().every((track) => track.hasMedia())) settled.resolve();
    for (const { settled, isAcknowledged } of this.#leaving) if (isAcknowledged) settled.resolve();
  }

  failAll(error: Error): void {
    for (const { settled } of [...this.#waiting, ...this.#leaving]) settled.reject(error);
  }

  async #ask(
    list: Set<Waiting>,
    participant: RemoteParticipant,
    frame: (connections: { connection_id: string; track_ids: string[] }[]) => ClientFrame,
  ): Promise<void> {
    const one: Waiting = { participant, settled: createDeferred(), isAcknowledged: false };
    const overdue = () => one.settled.reject(new RequestTimeoutError('The server did not answer.'));
    const timer = setTimeout(overdue, withinMs);
    list.add(one);
    const track_ids = participant.getTracks().map(({ tid }) => tid);
    this.#send(frame([{ connection_id: participant.connectionId, track_ids }]));
    await one.settled.promise.finally(() => {
      clearTimeout(timer);
      list.delete(one);
    });
  }
}
