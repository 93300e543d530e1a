import { recordingAssets } from '@sluice/media';
import { Type } from 'typebox';
import { Check } from 'typebox/value';

/** The part of the results of a job on a recording that is read here. */
const MadeAsset = Type.Object({ key: Type.String(), etag: Type.String() });

/** The objects that a job has stored beside its recording, by its results; none for jobs of other types. */
export function assetsIn(results: unknown): readonly { readonly key: string; readonly etag: string }[] {
  if (typeof results !== 'object' || results === null) return [];
  const byName = results as Readonly<Record<string, unknown>>;
  return recordingAssets.map((asset) => byName[asset]).filter((made) => Check(MadeAsset, made));
}
