import njsFs from 'node:fs';
import {
  decodeBase64url,
  encodeHex,
  type Grant,
  isFeedStaleFor,
  KeyRing,
  MacKey,
  macKeyRecord,
  type RevocationSet,
} from '@sluice/access';
import { crypto } from './njs-crypto.ts';
import { type RevokedKind, revokedName, type StateKey, stateFiles } from './state-files.ts';

/** What is known when a request is decided. */
export interface EdgeState {
  /** The generation of verdicts that was in force before anything else was read. Null: none is kept. */
  readonly generation: string | null;
  /** Null before the first contact. */
  readonly ring: KeyRing | null;
  readonly revocations: RevocationSet;
}

function readText(path: string): string | null {
  try {
    return njsFs.readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function realPath(path: string): string | null {
  try {
    return njsFs.realpathSync(path);
  } catch {
    return null;
  }
}

function readRing(folder: string): KeyRing | null {
  const text = readText(`${folder}/${stateFiles.keys}`);
  if (text === null) return null;
  const keys = JSON.parse(text) as readonly StateKey[];
  return new KeyRing(
    keys.map(({ kid, secret }) =>
      // One may sign by its record, several may not: here none signs.
      macKeyRecord('edge-hmac', kid, new MacKey(decodeBase64url(secret) ?? new Uint8Array()), 'retiring'),
    ),
  );
}

function revocationsIn(folder: string): RevocationSet {
  const boundOf = (kind: RevokedKind, value: string): string | null =>
    readText(`${folder}/${stateFiles.revoked}/${kind}/${revokedName(value, (text) => encodeHex(crypto.sha256(text)))}`);
  const isBefore = (issuedAtSeconds: number, bound: string | null): boolean =>
    bound !== null && (bound === '' || issuedAtSeconds < Number(bound));
  const contact = readText(`${folder}/${stateFiles.contact}`);
  return {
    revokes(grant: Grant): boolean {
      if (boundOf('key', grant.keyId) !== null) return true;
      if (grant.tokenId !== null && boundOf('token', grant.tokenId) !== null) return true;
      // As in memory: a grant that does not say when it was issued counts as issued at 0.
      const issuedAtSeconds = grant.issuedAtSeconds ?? grant.notBeforeSeconds ?? 0;
      if (grant.subject !== null && isBefore(issuedAtSeconds, boundOf('subject', grant.subject))) return true;
      const assetIds = grant.resource.kind === 'paths' ? grant.resource.assetIds : [];
      return assetIds.some((assetId) => isBefore(issuedAtSeconds, boundOf('asset', assetId)));
    },
    isStaleFor: (grant, nowSeconds) => isFeedStaleFor(grant, contact === null ? null : Number(contact), nowSeconds),
  };
}

/** Reads what `folder` says now. The generation comes first: a verdict never outlives a revocation it did not see. */
export function readEdgeState(folder: string): EdgeState {
  const generation = realPath(`${folder}/${stateFiles.current}`);
  return { generation, ring: readRing(folder), revocations: revocationsIn(folder) };
}
