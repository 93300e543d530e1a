import type { Grant } from '../grant.ts';
import type { Revocation } from './revocation.ts';

/** Everything that is not bounded by a time of issue. */
const always = Number.POSITIVE_INFINITY;

/** Revocations by what they name, so that asking for a grant costs a few look-ups, however many there are. */
export class RevocationIndex {
  /** For each name the seconds before which it is taken back, one for each revocation that names it. */
  readonly #tokens = new Map<string, readonly number[]>();
  readonly #keys = new Map<string, readonly number[]>();
  readonly #subjects = new Map<string, readonly number[]>();
  readonly #assets = new Map<string, readonly number[]>();

  add(revocation: Revocation): void {
    const names = this.#namesOf(revocation);
    names.set(revocation.value, [...(names.get(revocation.value) ?? []), boundOf(revocation)]);
  }

  /** Takes back one revocation that was added; another for the same name stays. */
  remove(revocation: Revocation): void {
    const names = this.#namesOf(revocation);
    const bounds = names.get(revocation.value) ?? [];
    const index = bounds.indexOf(boundOf(revocation));
    const others = bounds.filter((_bound, position) => position !== index);
    if (others.length === 0) names.delete(revocation.value);
    else names.set(revocation.value, others);
  }

  revokes(grant: Grant): boolean {
    if (this.#keys.has(grant.keyId)) return true;
    if (grant.tokenId !== null && this.#tokens.has(grant.tokenId)) return true;
    // A grant that does not say when it was issued counts as issued at 0, the safe side.
    const issuedAtSeconds = grant.issuedAtSeconds ?? grant.notBeforeSeconds ?? 0;
    if (grant.subject !== null && isBefore(issuedAtSeconds, this.#subjects.get(grant.subject))) return true;
    return assetIdsOf(grant).some((assetId) => isBefore(issuedAtSeconds, this.#assets.get(assetId)));
  }

  #namesOf({ type }: Revocation): Map<string, readonly number[]> {
    switch (type) {
      case 'token':
      case 'embed':
        return this.#tokens;
      case 'key':
        return this.#keys;
      case 'subject':
        return this.#subjects;
      case 'asset':
        return this.#assets;
    }
  }
}

function boundOf(revocation: Revocation): number {
  return 'beforeSeconds' in revocation ? revocation.beforeSeconds : always;
}

function isBefore(issuedAtSeconds: number, bounds: readonly number[] | undefined): boolean {
  return bounds?.some((beforeSeconds) => issuedAtSeconds < beforeSeconds) ?? false;
}

function assetIdsOf({ resource }: Grant): readonly string[] {
  if (resource.kind === 'paths') return resource.assetIds;
  return resource.kind === 'content-key' ? [resource.assetId] : [];
}
