import { decide, type Grant, type ImageOrder, type RefusalReason } from '@sluice/access';
import { unixSeconds } from '../../../ports/clock.ts';
import type { HttpAnswer, HttpRequest } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { GateParts } from '../gate-parts.ts';
import type { GatedHandler } from '../gated-handler.ts';
import { refusalError } from '../refusal-error.ts';
import { clientFacts } from '../request-facts.ts';
import {
  imageRoute,
  type ObjectOrder,
  type ObjectUse,
  objectReadRoute,
  objectWriteRoute,
  originalRoute,
  type SignedRoute,
  thumbRoute,
} from './signed-routes.ts';

/** Answers a signed URL that was let through. */
export type SignedHandler<Order> = (order: Order, request: HttpRequest) => Promise<HttpAnswer>;

/** Makes the handlers of signed URLs; there is no other way to make one. */
export interface SignedGuard {
  image(handle: SignedHandler<ImageOrder>): GatedHandler;
  original(handle: SignedHandler<ObjectOrder>): GatedHandler;
  thumb(handle: SignedHandler<ObjectOrder>): GatedHandler;
  objectRead(handle: SignedHandler<ObjectUse>): GatedHandler;
  objectWrite(handle: SignedHandler<ObjectUse>): GatedHandler;
}

type SignedGuardParts = Pick<GateParts, 'crypto' | 'ring' | 'clock' | 'revocations'>;

const badTarget = (message: string): SluiceError =>
  new SluiceError('access/signed-url-unreadable', { status: 400, message });

/** Vylux contract §4: whatever is wrong with a grant, the signature does not open this. */
function refused(reason: RefusalReason): SluiceError {
  if (reason === 'edge_stale') return refusalError(reason);
  // Told only where the signature was good: the caller once had the right.
  const message = reason === 'token_expired' ? 'the URL has expired' : 'invalid signature';
  return new SluiceError('access/signature-refused', { status: 403, message });
}

/** What `rawTarget` asks for and the grant that lets it have that; everything else is thrown. */
function admitSigned<Order>(parts: SignedGuardParts, route: SignedRoute<Order>, request: HttpRequest) {
  const order = route.parse(request.rawTarget);
  if (!order.ok) throw badTarget(route.sentences[order.reason]);
  const keys = parts.ring();
  if (keys === null) throw refused('edge_stale');
  const verified = route.verify(parts.crypto, keys, request.rawTarget);
  // What was read above reads the same again.
  if (!verified.ok) throw refused('token_invalid');
  const asked = { ...clientFacts(request, parts.crypto), action: route.action(order), resource: route.resource(order) };
  // These grants hang on nothing but the key: a feed that is silent keeps none of them from being decided.
  const revocations = { revokes: (grant: Grant) => parts.revocations.revokes(grant), isStaleFor: () => false };
  const decision = decide(verified.grant, asked, unixSeconds(parts.clock), revocations);
  if (!decision.ok) throw refused(decision.reason);
  return { order, isWithdrawn: () => parts.revocations.revokes(verified.grant) };
}

/** Signature → grant → decision, before any store is touched (Vylux contract §4.2 to §4.4). */
export function createSignedGuard(parts: SignedGuardParts): SignedGuard {
  const guarded = <Order>(route: SignedRoute<Order>, handle: SignedHandler<Order>): GatedHandler =>
    (async (request: HttpRequest) => {
      const { order, isWithdrawn } = admitSigned(parts, route, request);
      return { ...(await handle(order, request)), isWithdrawn };
    }) as GatedHandler;
  return {
    image: (handle) => guarded(imageRoute, handle),
    original: (handle) => guarded(originalRoute, handle),
    thumb: (handle) => guarded(thumbRoute, handle),
    objectRead: (handle) => guarded(objectReadRoute, handle),
    objectWrite: (handle) => guarded(objectWriteRoute, handle),
  };
}
