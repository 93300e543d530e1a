/** The `job_id` in the query of a target; null where there is none, and a user has to say who they are. */
export function linkedJobOf(rawTarget: string): string | null {
  const mark = rawTarget.indexOf('?');
  return mark === -1 ? null : new URLSearchParams(rawTarget.slice(mark + 1)).get('job_id');
}
