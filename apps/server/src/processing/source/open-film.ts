import { recordedResult } from '../job/once.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { stepNames } from '../job/step-names.ts';
import { fetchSource } from './fetch-source.ts';
import type { FilmFile } from './film-file.ts';
import { isIndexed } from './is-indexed.ts';
import { probe } from './probe.ts';
import { readLayout } from './read-layout.ts';
import { refuseByBeginning } from './sniff-source.ts';
import { SourceFactsSchema } from './source-facts.ts';
import { SourceRefused } from './source-refused.ts';

/** Brings a job's film here and finds out what it is; the facts are recorded. Rejects with `SourceRefused`. */
export async function openFilm(
  context: ProcessingContext,
  key: string,
  scratch: string,
  onFetched: () => void,
): Promise<FilmFile> {
  const { settings, signal, steps, media } = context;
  const source = await fetchSource(context.source, key, scratch, settings.maxSourceBytes, signal);
  onFetched();
  const layout = await readLayout(source.path);
  const recorded = await recordedResult(steps, stepNames.probe, SourceFactsSchema);
  if (recorded !== undefined) {
    if (recorded.etag !== source.etag) throw new SourceRefused(CHANGED);
    return { path: source.path, facts: recorded, isIndexed: isIndexed(recorded.demuxer, layout.boxTypes) };
  }
  const refusal = refuseByBeginning(layout.beginning);
  if (refusal !== null) throw new SourceRefused(refusal);
  const probed = await probe(source.path, null, { media, settings, scratch, signal });
  const facts = { ...probed, etag: source.etag, bytes: source.bytes };
  await steps.record(stepNames.probe, facts);
  return { path: source.path, facts, isIndexed: isIndexed(facts.demuxer, layout.boxTypes) };
}

const CHANGED = 'The source object was replaced while the job was running: create the job again for the new one.';
