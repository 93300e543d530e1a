import { type QualityRecord, QualityRecordSchema } from '../../ports/film-record.ts';
import { once } from '../job/once.ts';
import { stepNames } from '../job/step-names.ts';
import { measureQuality, type QualityWork } from './measure-quality.ts';

/** Measures and records the quality of a published stream. A measurement that fails is recorded as such: the film plays. */
export async function recordQuality(work: QualityWork): Promise<void> {
  const { context } = work;
  if (!context.settings.measuresQuality) return;
  await once(context.steps, stepNames.quality, QualityRecordSchema, async (): Promise<QualityRecord> => {
    try {
      return await measureQuality(work);
    } catch (err) {
      context.signal.throwIfAborted();
      context.log.warn({ event: 'quality-not-measured', err });
      return { status: 'failed' };
    }
  });
}
