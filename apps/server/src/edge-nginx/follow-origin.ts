import { setTimeout as pause } from 'node:timers/promises';
import type { EdgeSync } from '@sluice/contract';
import type { StateKey } from '../../njs/state-files.ts';
import type { Logger } from '../platform/logger.ts';
import type { SyncPosition } from './ask-sync.ts';
import type { RevocationMirror } from './revocation-mirror.ts';
import type { StateFolder } from './state-folder.ts';

export interface FollowerParts {
  readonly ask: (position: SyncPosition, waitSeconds: number) => Promise<EdgeSync>;
  readonly mirror: RevocationMirror;
  readonly state: StateFolder;
  readonly nowSeconds: () => number;
  readonly log: Logger;
}

/** Keeps the state folder as fresh as the origin is. */
export interface Follower {
  /** One question, answered at once, written down. */
  catchUp(): Promise<void>;
  /** Holds a question open until `signal`; whatever it brings is in force when it has been written. */
  follow(signal: AbortSignal): Promise<void>;
}

const WAIT_SECONDS = 20;
const RETRY_MS = 1000;

const stateKeys = (keys: NonNullable<EdgeSync['keyset']>['keys']): readonly StateKey[] =>
  keys.flatMap(({ kid, class: keyClass, material }) =>
    keyClass === 'edge-hmac' && typeof material === 'string' ? [{ kid, secret: material }] : [],
  );

export function createFollower({ ask, mirror, state, nowSeconds, log }: FollowerParts): Follower {
  let position: SyncPosition = { since: null, keys: null };

  function takeIn({ revocations, keyset }: EdgeSync): void {
    const changed = mirror.apply(revocations);
    if (revocations.snapshot || position.since === null) state.replaceRevoked(mirror.files());
    else state.writeRevoked(changed);
    if (keyset !== null) state.writeKeys(stateKeys(keyset.keys));
    // Only now: a decision that began before knows less, and its verdict goes to the generation that ends here.
    if (changed.length > 0 || keyset !== null || position.since === null) state.beginGeneration();
    state.writeContact(nowSeconds());
    position = { since: revocations.next_seq, keys: keyset?.version ?? position.keys };
  }

  return {
    async catchUp() {
      takeIn(await ask(position, 0));
    },
    async follow(signal) {
      while (!signal.aborted) {
        try {
          takeIn(await ask(position, WAIT_SECONDS));
        } catch (err) {
          if (signal.aborted) return;
          log.error({ err }, 'the origin could not be followed');
          await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
        }
      }
    },
  };
}
