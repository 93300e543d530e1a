import { identityErrors } from '../../identity/index.ts';

const fault = (msg: string, type: string) => identityErrors.invalidBody([{ loc: ['body', 'expires_at'], msg, type }]);

/** When a share ends; UTC where no zone is given. Throws a 422 for a time that is none or has passed. */
export function readExpiry(text: string | null | undefined, nowMs: number): Date | null {
  if (text === null || text === undefined) return null;
  const isZoned = /(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = new Date(isZoned ? text : `${text}Z`);
  if (Number.isNaN(time.getTime())) throw fault('It is no time.', 'datetime_parsing');
  if (time.getTime() <= nowMs) throw fault('It has passed already.', 'datetime_future');
  return time;
}
