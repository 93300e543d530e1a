import type { Revocation } from './revocation.ts';

/** A revocation as the feed carries it. */
export type RevocationEntry = Revocation & {
  readonly id: string;
  /** Its place in the feed; later entries have higher numbers, not always the next one. */
  readonly seq: number;
  /** When every token that it can match has ended, so that it may be forgotten; Unix seconds. */
  readonly expiresAtSeconds: number;
};

/** One change: an entry that stands from now on, or the end of one. */
export type RevocationChange =
  | { readonly kind: 'added'; readonly entry: RevocationEntry }
  | { readonly kind: 'removed'; readonly id: string; readonly seq: number };

/** All that stands after the change `throughSeq`. */
export interface RevocationSnapshot {
  readonly kind: 'snapshot';
  readonly throughSeq: number;
  readonly entries: readonly RevocationEntry[];
}

/** Every change after `afterSeq` up to `throughSeq`, in order. Without changes it only says that nothing happened. */
export interface RevocationDelta {
  readonly kind: 'delta';
  readonly afterSeq: number;
  readonly throughSeq: number;
  readonly changes: readonly RevocationChange[];
}

export type RevocationBatch = RevocationSnapshot | RevocationDelta;

/** The place of a change in the feed. */
export function seqOf(change: RevocationChange): number {
  return change.kind === 'added' ? change.entry.seq : change.seq;
}

/** True when the changes stand in order between the ends that the delta names. */
export function isInOrder({ afterSeq, throughSeq, changes }: RevocationDelta): boolean {
  let last = afterSeq;
  for (const change of changes) {
    const seq = seqOf(change);
    if (!(seq > last)) return false;
    last = seq;
  }
  return last <= throughSeq;
}
