import type { Selectable } from 'kysely';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Database, JobsTable } from '../../../ports/database.ts';
import {
  type QualityRecord,
  QualityRecordSchema,
  recordedSteps,
  type StreamRecord,
  StreamRecordSchema,
} from '../../../ports/film-record.ts';

type Row = Pick<Selectable<JobsTable>, 'type' | 'status' | 'source' | 'title' | 'source_bytes' | 'created_at'>;

/** What the worker found out about the source, as far as reports tell it. */
const SourceRecordSchema = Type.Object({
  demuxer: Type.String(),
  durationSeconds: Type.Union([Type.Number(), Type.Null()]),
  timeline: Type.Object({
    frameRate: Type.Object({ numerator: Type.Integer(), denominator: Type.Integer({ minimum: 1 }) }),
  }),
  video: Type.Object({ codec: Type.String(), displayWidth: Type.Integer(), displayHeight: Type.Integer() }),
  audio: Type.Union([Type.Object({ codec: Type.String(), channels: Type.Integer() }), Type.Null()]),
  bytes: Type.Optional(Type.Integer()),
});
type SourceRecord = Type.Static<typeof SourceRecordSchema>;

const ArtifactSchema = Type.Object({ format: Type.String(), size: Type.Integer() });
type ArtifactRecord = Type.Static<typeof ArtifactSchema>;

export interface StepRecord {
  readonly name: string;
  readonly tookMs: number | null;
  readonly recordedAt: Date;
}

/** Everything that is recorded of a job and told in its report. */
export interface JobFacts {
  readonly job: Row;
  readonly source: SourceRecord | null;
  readonly stream: StreamRecord | null;
  readonly quality: QualityRecord | null;
  readonly cover: ArtifactRecord | null;
  readonly preview: ArtifactRecord | null;
  /** In the order in which they were done. */
  readonly steps: readonly StepRecord[];
}

/** The job as it is now; null where it is gone. */
export async function loadJobFacts(database: Database, jobId: string): Promise<JobFacts | null> {
  const job = await database
    .selectFrom('jobs')
    .select(['type', 'status', 'source', 'title', 'source_bytes', 'created_at'])
    .where('id', '=', jobId)
    .executeTakeFirst();
  if (job === undefined) return null;
  const told = [...Object.values(recordedSteps), 'cover', 'preview'];
  const rows = await database
    .selectFrom('job_steps')
    .select(['name', 'took_ms', 'recorded_at'])
    .select((e) => e.case().when('name', 'in', told).then(e.ref('result')).else(null).end().as('result'))
    .where('job_id', '=', jobId)
    .orderBy('recorded_at')
    .orderBy('name')
    .execute();
  const resultOf = (name: string): unknown => rows.find((row) => row.name === name)?.result;
  const [source, stream, quality] = [recordedSteps.probe, recordedSteps.stream, recordedSteps.quality].map(resultOf);
  const artifact = (value: unknown) => (Check(ArtifactSchema, value) ? value : null);
  return {
    job,
    source: Check(SourceRecordSchema, source) ? source : null,
    stream: Check(StreamRecordSchema, stream) ? stream : null,
    quality: Check(QualityRecordSchema, quality) ? quality : null,
    cover: artifact(resultOf('cover')),
    preview: artifact(resultOf('preview')),
    steps: rows.map((row) => ({ name: row.name, tookMs: row.took_ms, recordedAt: row.recorded_at })),
  };
}
