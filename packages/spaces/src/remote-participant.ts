import { ParticipantStatus } from './enums.ts';
import { SubscriptionError } from './errors.ts';
import { Participant } from './participant.ts';
import type { WireParticipant } from './protocol/wire.ts';
import { RemoteTrack } from './remote-track.ts';

/** How a participant is asked for; null in automatic mode. */
export interface SubscriptionControl {
  subscribe(participant: RemoteParticipant): Promise<void>;
  unsubscribe(participant: RemoteParticipant): Promise<void>;
}

/** Somebody else in the space. */
export class RemoteParticipant extends Participant<RemoteTrack> {
  status: ParticipantStatus;
  readonly #control: SubscriptionControl | null;

  /** @internal */
  constructor(facts: WireParticipant, control: SubscriptionControl | null) {
    super({
      id: facts.participantId,
      connectionId: facts.connectionId,
      role: facts.role,
      displayName: facts.displayName,
    });
    this.status = facts.status === ParticipantStatus.Unknown ? ParticipantStatus.Connected : facts.status;
    this.#control = control;
    for (const track of facts.tracks) this.addTrack(new RemoteTrack(track));
  }

  /** Whether anything of this participant is received. */
  isSubscribed(): boolean {
    return this.getTracks().some((track) => track.hasMedia());
  }

  /** Resolves once everything that this participant publishes is received. @throws SubscriptionError in automatic mode. */
  async subscribe(): Promise<void> {
    await this.#manual().subscribe(this);
  }

  /** @throws SubscriptionError in automatic mode. */
  async unsubscribe(): Promise<void> {
    await this.#manual().unsubscribe(this);
  }

  #manual(): SubscriptionControl {
    if (this.#control === null) {
      throw new SubscriptionError('Subscriptions are chosen by hand in SubscriptionMode.Manual only.');
    }
    return this.#control;
  }
}
