import { encodeHex } from '../bytes/hex.ts';
import { isKeyId, isMacKeyRecord, type KeyClass, type KeyRecord, keyPowers } from './key-record.ts';

/** Keys of one class that may verify at the same time (edge-access §18). */
export const maxVerifyingKeys = 4;

/** The keys that a process knows, by class and id. Immutable: rotation makes a new ring. */
export class KeyRing {
  readonly #byId = new Map<string, KeyRecord>();
  readonly #verifying = new Map<KeyClass, KeyRecord[]>();
  readonly #signing = new Map<KeyClass, KeyRecord>();

  /**
   * Throws when a key id is malformed or used twice, a class has more than one signing key or more than
   * {@link maxVerifyingKeys} verifying ones, or two keys share a secret. The message names keys, never their bytes.
   */
  constructor(records: Iterable<KeyRecord>) {
    const ownerOfSecret = new Map<string, string>();
    for (const record of records) {
      this.#add(record);
      claimSecret(ownerOfSecret, record);
    }
  }

  /** The key that signs for `keyClass`, or null when there is none. */
  signingKey(keyClass: KeyClass): KeyRecord | null {
    return this.#signing.get(keyClass) ?? null;
  }

  /** The key `kid` of `keyClass`, or null when it is unknown or may not verify. */
  verifyingKey(keyClass: KeyClass, kid: string): KeyRecord | null {
    const record = this.#byId.get(ringId(keyClass, kid));
    return record !== undefined && keyPowers[record.state].verifies ? record : null;
  }

  /** All keys of `keyClass` that may verify, the signing one first: for schemes that name no key. */
  verifyingKeys(keyClass: KeyClass): readonly KeyRecord[] {
    return this.#verifying.get(keyClass) ?? [];
  }

  /** Every record, whatever its state. */
  records(): readonly KeyRecord[] {
    return [...this.#byId.values()];
  }

  #add(record: KeyRecord): void {
    const { keyClass, kid, state } = record;
    const id = ringId(keyClass, kid);
    if (!isKeyId(kid)) throw new RangeError(`a key id of class ${keyClass} is malformed`);
    if (this.#byId.has(id)) throw new RangeError(`key id ${id} is used twice`);
    this.#byId.set(id, record);
    if (keyPowers[state].signs) {
      if (this.#signing.has(keyClass)) throw new RangeError(`class ${keyClass} has two active keys`);
      this.#signing.set(keyClass, record);
    }
    if (keyPowers[state].verifies) this.#addVerifying(record);
  }

  #addVerifying(record: KeyRecord): void {
    const others = this.#verifying.get(record.keyClass) ?? [];
    if (others.length === maxVerifyingKeys) {
      throw new RangeError(`class ${record.keyClass} has more than ${maxVerifyingKeys} verifying keys`);
    }
    this.#verifying.set(record.keyClass, keyPowers[record.state].signs ? [record, ...others] : [...others, record]);
  }
}

function ringId(keyClass: KeyClass, kid: string): string {
  return `${keyClass}/${kid}`;
}

function claimSecret(ownerOfSecret: Map<string, string>, record: KeyRecord): void {
  if (!isMacKeyRecord(record)) return;
  const secret = encodeHex(record.verifyKey.exportBytes());
  const id = ringId(record.keyClass, record.kid);
  const owner = ownerOfSecret.get(secret);
  if (owner !== undefined) throw new RangeError(`keys ${owner} and ${id} share a secret`);
  ownerOfSecret.set(secret, id);
}
