/** Where a job stands in the list: the moment it was created, to the microsecond that the database keeps, and its id. */
export interface ListPosition {
  /** Microseconds since the Unix epoch, in decimal digits. */
  readonly createdMicros: string;
  readonly id: string;
}

const FORM = /^(\d{1,18})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The position as a text that callers hand back as it is. */
export function formatCursor({ createdMicros, id }: ListPosition): string {
  return Buffer.from(`${createdMicros}.${id}`).toString('base64url');
}

/** Null for a text that {@link formatCursor} did not make. */
export function parseCursor(text: string): ListPosition | null {
  const [, createdMicros, id] = FORM.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (createdMicros === undefined || id === undefined) return null;
  const position = { createdMicros, id };
  return formatCursor(position) === text ? position : null;
}
