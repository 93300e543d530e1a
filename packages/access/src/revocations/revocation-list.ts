import type { Grant } from '../grant.ts';
import { isFeedStaleFor } from './feed-staleness.ts';
import {
  isInOrder,
  type RevocationBatch,
  type RevocationChange,
  type RevocationDelta,
  type RevocationEntry,
  type RevocationSnapshot,
  seqOf,
} from './revocation-feed.ts';
import { RevocationIndex } from './revocation-index.ts';
import type { RevocationSet } from './revocation-set.ts';

/** `gap`: something is missing in between, so only a snapshot can be applied next. `known`: it holds nothing new. */
export type AppliedBatch = 'applied' | 'known' | 'gap';

/**
 * What an edge knows of revocations, kept by a feed (edge-access §12.3): a snapshot first, then deltas in order.
 * Holds no clock and asks nobody; until its first snapshot it is stale for every grant.
 */
export class RevocationList implements RevocationSet {
  #entries = new Map<string, RevocationEntry>();
  #index = new RevocationIndex();
  #throughSeq: number | null = null;
  #lastContactSeconds: number | null = null;

  /** The last change that is known; null before the first snapshot. Ask the feed for what follows it. */
  get throughSeq(): number | null {
    return this.#throughSeq;
  }

  /** When the feed last said something that could be applied; null before the first snapshot. */
  get lastContactSeconds(): number | null {
    return this.#lastContactSeconds;
  }

  /** How many revocations stand. */
  get size(): number {
    return this.#entries.size;
  }

  /** Takes in what the feed said at `nowSeconds`. A `gap` changes nothing and does not count as contact. */
  apply(batch: RevocationBatch, nowSeconds: number): AppliedBatch {
    const applied = batch.kind === 'snapshot' ? this.#applySnapshot(batch) : this.#applyDelta(batch);
    if (applied !== 'gap') this.#lastContactSeconds = Math.max(this.#lastContactSeconds ?? nowSeconds, nowSeconds);
    return applied;
  }

  revokes(grant: Grant): boolean {
    return this.#index.revokes(grant);
  }

  isStaleFor(grant: Grant, nowSeconds: number): boolean {
    return isFeedStaleFor(grant, this.#lastContactSeconds, nowSeconds);
  }

  /** Forgets entries that can match no living token any more. */
  dropExpired(nowSeconds: number): void {
    for (const { id, expiresAtSeconds } of this.#entries.values()) {
      if (expiresAtSeconds <= nowSeconds) this.#remove(id);
    }
  }

  #applySnapshot({ throughSeq, entries }: RevocationSnapshot): AppliedBatch {
    // One that was overtaken by deltas would bring back what has been revoked since.
    if (this.#throughSeq !== null && throughSeq < this.#throughSeq) return 'known';
    this.#entries = new Map();
    this.#index = new RevocationIndex();
    for (const entry of entries) this.#add(entry);
    this.#throughSeq = throughSeq;
    return 'applied';
  }

  #applyDelta(delta: RevocationDelta): AppliedBatch {
    const knownSeq = this.#throughSeq;
    if (knownSeq === null || delta.afterSeq > knownSeq || !isInOrder(delta)) return 'gap';
    if (delta.throughSeq <= knownSeq) return 'known';
    for (const change of delta.changes) {
      if (seqOf(change) > knownSeq) this.#applyChange(change);
    }
    this.#throughSeq = delta.throughSeq;
    return 'applied';
  }

  #applyChange(change: RevocationChange): void {
    if (change.kind === 'added') this.#add(change.entry);
    else this.#remove(change.id);
  }

  #add(entry: RevocationEntry): void {
    this.#remove(entry.id);
    this.#entries.set(entry.id, entry);
    this.#index.add(entry);
  }

  #remove(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#index.remove(entry);
  }
}
