import { Type } from 'typebox';

/** UTC to the second, without a zone: `YYYY-MM-DDTHH:MM:SS` (LynxVizion contract §2.2). */
export const userTimestamp = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' });
