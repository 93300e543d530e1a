/** What an event is about (Mux contract §13.1). */
export type EventObject =
  | 'asset'
  | 'live'
  | 'upload'
  | 'space'
  | 'space_broadcast'
  | 'track'
  | 'static_rendition'
  | 'simulcast_target';

/** Something that happened in an environment. */
export interface EnvironmentEvent {
  readonly environmentId: string;
  /** `video.space.active` and the like (Mux contract §13.3). */
  readonly type: `video.${string}`;
  readonly object: { readonly type: EventObject; readonly id: string };
  /** The object as the API shows it, but with times as numbers (Mux contract §17). */
  readonly data: object;
}

/** What one announcement adds. */
export interface EventStamp {
  /** A UUID, the same to every webhook and on every attempt. */
  readonly id: string;
  readonly environment: { readonly name: string; readonly id: string };
  readonly at: Date;
}

/** The exact text that is signed and sent: compact, for receivers write it anew to check it. */
export function eventBody({ type, object, data }: EnvironmentEvent, { id, environment, at }: EventStamp): string {
  // Six digits of a second, of which the clock has three.
  const createdAt = at.toISOString().replace('Z', '000Z');
  return JSON.stringify({
    ...{ type, object, id, environment, data, created_at: createdAt },
    ...{ attempts: [], request_id: null, accessor: null, accessor_source: null },
  });
}
