import { type Static, Type } from 'typebox';

/** One attempt at telling the end of a job. */
const CallbackAttempt = Type.Object({
  number: Type.Integer({ description: '1 for the first.' }),
  started_at: Type.String({ format: 'date-time' }),
  duration_ms: Type.Integer(),
  status_code: Type.Optional(Type.Integer({ description: 'Absent when there was no answer.' })),
  error: Type.Optional(Type.String({ description: 'Why there was no answer.' })),
});

/** One telling of the end of a job, with up to five attempts. */
const JobCallback = Type.Object({
  callback_id: Type.String({ description: 'Comes with every attempt in the header `X-Callback-Id`.' }),
  status: Type.Enum(['pending', 'sent', 'callback_failed']),
  created_at: Type.String({ format: 'date-time' }),
  due_at: Type.Optional(Type.String({ format: 'date-time', description: 'When the next attempt is made.' })),
  attempts: Type.Array(CallbackAttempt),
});
export type JobCallback = Static<typeof JobCallback>;

/** Answer of `GET /api/jobs/{id}/callbacks`, the oldest first. */
export const JobCallbacks = Type.Object({ callbacks: Type.Array(JobCallback) });
export type JobCallbacks = Static<typeof JobCallbacks>;

/** Answer of `POST /api/jobs/{id}/callbacks`. */
export const CallbackQueued = Type.Object({ callback_id: Type.String() });
export type CallbackQueued = Static<typeof CallbackQueued>;
