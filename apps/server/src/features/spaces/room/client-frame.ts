import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

/** One token of `a=msid` (RFC 8830 §2): a track is told by the id of its stream. */
const TrackId = Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}$" });
const Sdp = Type.String({ minLength: 1, maxLength: 200_000 });
const Id = Type.String({ minLength: 1, maxLength: 64 });
/** A size that a camera may have; clients send what the browser says, which may be no number at all. */
const Pixels = Type.Optional(Type.Union([Type.Number({ minimum: 0, maximum: 100_000 }), Type.Null()]));

const PendingTrack = Type.Object({
  tid: TrackId,
  type: Type.Union([Type.Literal(1), Type.Literal(2)]),
  name: Type.Optional(Type.String({ maxLength: 512 })),
  muted: Type.Optional(Type.Boolean()),
  source: Type.Enum(['microphone', 'camera', 'screenshare', 'screenshareaudio', 'other']),
  width: Pixels,
  height: Pixels,
  mid: Type.String({ minLength: 1, maxLength: 16 }),
});

const Subscriptions = Type.Object({
  connections: Type.Array(
    Type.Object({ connection_id: Id, track_ids: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 }) }),
    { maxItems: 128 },
  ),
});

const frameSchemas = {
  sub_answer: Type.Object({ sfu_id: Type.Optional(Id), sdp: Sdp }),
  offer: Sdp,
  pending_track: PendingTrack,
  // The engine finds browsers by itself: what is in them is of no use.
  candidate: Type.Object({}),
  mute_track: TrackId,
  unmute_track: TrackId,
  subscribe_tracks: Subscriptions,
  unsubscribe_tracks: Subscriptions,
  set_display_name: Type.String({ maxLength: 4096 }),
  custom_event: Type.Object({ id: Type.Optional(Id), payload: Type.String(), scope: Type.Optional(Type.Literal(1)) }),
} as const;

type Schemas = typeof frameSchemas;
export type ClientFrameName = keyof Schemas;

/** A frame of a client (Mux contract §5.4): its name, what it says, and the request that an answer is to name. */
export type ClientFrame = {
  [Name in ClientFrameName]: { readonly name: Name; readonly body: Static<Schemas[Name]>; readonly requestId?: string };
}[ClientFrameName];

const names = Object.keys(frameSchemas) as ClientFrameName[];
const checks = new Map(names.map((name) => [name, Compile(frameSchemas[name] as TSchema)]));
const requestIdCheck = Compile(Id);

/** Reads one text message; null for whatever is no frame of the protocol. */
export function parseClientFrame(text: string): ClientFrame | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return null;
  const fields = message as Readonly<Record<string, unknown>>;
  const present = names.filter((name) => Object.hasOwn(fields, name));
  const [name] = present;
  if (name === undefined || present.length !== 1 || checks.get(name)?.Check(fields[name]) !== true) return null;
  const requestId = fields.request_id;
  if (requestId !== undefined && !requestIdCheck.Check(requestId)) return null;
  return { name, body: fields[name], ...(requestId === undefined ? {} : { requestId }) } as ClientFrame;
}
