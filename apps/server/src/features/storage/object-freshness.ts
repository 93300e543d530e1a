/** What was seen of an object at the store, and when. */
export interface Sighting {
  /** The asset's last change, milliseconds; null when the asset was unknown. */
  readonly revision: number | null;
  readonly isMissing: boolean;
  readonly seenAtMs: number;
}

/** How long the store is not asked again. Seldom where an asset's record tells of changes. */
const RECORDED_MS = 30_000;
const UNRECORDED_MS = 2000;
/** Edge access §16: an object that is not there yet may be in a moment. */
const MISSING_MS = 1000;

const lifeMs = ({ revision, isMissing }: Sighting): number =>
  isMissing ? MISSING_MS : revision === null ? UNRECORDED_MS : RECORDED_MS;

/** Whether the object may be taken to be as it was seen, for a request that knows this revision of its asset. */
export function isStillFresh(sighting: Sighting, revision: number | null, nowMs: number): boolean {
  // An asset that has no record any more was removed, and its objects with it.
  const isOfThisRevision = revision === null ? sighting.revision === null : (sighting.revision ?? 0) >= revision;
  return isOfThisRevision && nowMs - sighting.seenAtMs < lifeMs(sighting);
}
