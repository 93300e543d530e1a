import { KeyRing, maxVerifyingKeys } from '@sluice/access';
import { SigningKeyBody, SigningKeyPatch, type SigningKeyView } from '@sluice/contract';
import type { CdnSettings } from '../../../ports/cdn-settings.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { KeyEncryption } from '../../assets/index.ts';
import { cdnKeyViews } from '../cdn/cdn-keys.ts';
import { edgeKeySet } from '../edge/edge-key-set.ts';
import { countEdgesBehind } from '../edge/edge-node-store.ts';
import { notifyEdges } from '../notify-edges.ts';
import { invalidRequest, readJson } from '../read-json.ts';
import type { Revoke } from '../revocations/create-revoke.ts';
import { jwksHandler } from './jwks-handler.ts';
import { algorithmsOf, type EdgeKeyAlgorithm } from './key-material.ts';
import type { KeyRingFeed } from './key-ring-feed.ts';
import { planTransition, stateAt } from './key-transition.ts';
import {
  insertSigningKey,
  listSigningKeys,
  loadSigningKeys,
  lockKeys,
  type StoredSigningKey,
  saveKeyState,
} from './signing-key-store.ts';

export interface KeyDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyEncryption: KeyEncryption;
  readonly ringFeed: KeyRingFeed;
  readonly revoke: Revoke;
  readonly cdns: readonly CdnSettings[];
}

/** Edge access §18. */
const MAX_WAIT_FOR_EDGES_MS = 300_000;

const seconds = (date: Date | null): number | null => (date === null ? null : Math.floor(date.getTime() / 1000));

const viewOf = (row: StoredSigningKey, nowMs: number): SigningKeyView => ({
  kid: row.kid,
  class: row.class,
  alg: row.alg,
  state: stateAt(row.state, row.verify_until, nowMs),
  created_at: seconds(row.created_at) ?? 0,
  promoted_at: seconds(row.promoted_at),
  verify_until: seconds(row.verify_until),
});

const notFound = (): SluiceError =>
  new SluiceError('access/key-not-found', { status: 404, message: 'There is no such key.' });
const conflict = (code: string, message: string): SluiceError =>
  new SluiceError(`access/${code}`, { status: 409, message });

/** Handlers of the signing keys, edge access §18 and §19. No answer holds a secret. */
export function signingKeyHandlers({ database, clock, keyEncryption, ringFeed, revoke, cdns }: KeyDesk) {
  const create: RouteHandler = async ({ bodyBytes }) => {
    const { class: keyClass, alg } = readJson(SigningKeyBody, bodyBytes);
    const fitting: readonly EdgeKeyAlgorithm[] = algorithmsOf[keyClass];
    if (!fitting.includes(alg)) throw invalidRequest(`a key of class ${keyClass} has the alg ${fitting.join(' or ')}.`);
    const row = await database.transaction().execute(async (transaction) => {
      await lockKeys(transaction);
      const ring = new KeyRing(await loadSigningKeys(transaction, keyEncryption, clock.nowMs()));
      if (ring.verifyingKeys(keyClass).length >= maxVerifyingKeys) {
        throw conflict(
          'too-many-keys',
          `A class has ${maxVerifyingKeys} verifying keys at most: retire or revoke one.`,
        );
      }
      const made = await insertSigningKey(transaction, keyEncryption, { keyClass, alg, state: 'pending' });
      await notifyEdges(transaction, 'keys');
      return made;
    });
    await ringFeed.refresh();
    return jsonAnswer(201, viewOf(row, clock.nowMs()), noStore);
  };

  const list: RouteHandler = async () => {
    const rows = await listSigningKeys(database);
    const keys = [...rows.map((row) => viewOf(row, clock.nowMs())), ...cdnKeyViews(cdns)];
    return jsonAnswer(200, { keys }, noStore);
  };

  /** Edge access §18: a key signs when every edge has said that it holds it, or five minutes after it was made. */
  async function requireAcknowledged(kid: string): Promise<void> {
    const row = (await listSigningKeys(database)).find((candidate) => candidate.kid === kid);
    if (row?.state !== 'pending' || clock.nowMs() - row.created_at.getTime() >= MAX_WAIT_FOR_EDGES_MS) return;
    await ringFeed.refresh();
    const ring = ringFeed.current();
    const behind = ring === null ? 0 : await countEdgesBehind(database, edgeKeySet(ring).version, clock.nowMs());
    if (behind === 0) return;
    throw conflict(
      'keys-not-acknowledged',
      `${behind} of the edges do not hold this key yet: try again in a moment, or send "force": true.`,
    );
  }

  /** Saves the states that change. A revocation goes on from there: see below. */
  async function change(kid: string, state: SigningKeyPatch['state']): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      await lockKeys(transaction);
      const records = await loadSigningKeys(transaction, keyEncryption, clock.nowMs());
      const record = records.find((candidate) => candidate.kid === kid);
      if (record === undefined) throw notFound();
      const transition = planTransition(new KeyRing(records), record.keyClass, kid, state);
      if (transition === null) {
        throw conflict('transition-not-allowed', `A key that is ${record.state} cannot become ${state}.`);
      }
      // The former key steps back first: there is never more than one active key.
      const steps = [...transition].sort(([, to]) => (to === 'active' ? 1 : -1));
      for (const [changed, to] of steps) await saveKeyState(transaction, changed, to, clock.nowMs());
      await notifyEdges(transaction, 'keys');
    });
  }

  const patch: RouteHandler = async ({ params, bodyBytes }) => {
    const kid = params.kid ?? '';
    const { state, force = false } = readJson(SigningKeyPatch, bodyBytes);
    if (state === 'active' && !force) await requireAcknowledged(kid);
    await change(kid, state);
    // What it signed is refused at once, and what it opened and still runs is cut.
    if (state === 'revoked') await revoke({ type: 'key', value: kid, before: null, reason: 'the key was revoked' });
    await ringFeed.refresh();
    const row = (await listSigningKeys(database)).find((candidate) => candidate.kid === kid);
    if (row === undefined) throw notFound();
    return jsonAnswer(200, viewOf(row, clock.nowMs()), noStore);
  };

  return { createSigningKey: create, listSigningKeys: list, changeSigningKey: patch, ...jwksHandler(ringFeed.current) };
}
