import {
  type AuthorizeContext,
  authorize,
  type CarriedCredential,
  type Carrier,
  type Grant,
  type NormalPath,
  type Refusal,
  refuse,
} from '@sluice/access';
import { type Awaitable, whenThere } from '../../ports/awaitable.ts';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import type { Asset, AssetAccess } from '../assets/index.ts';
import { credentialsOf, decisionContext, findEmbedRecords, isEmbed, noEmbeds } from './decision-context.ts';
import { entryObjectOf } from './embed/entry-object.ts';

import type { GateParts } from './gate-parts.ts';
import { locate, type Place } from './locate.ts';
/** A request that was let through. Handlers that give media bytes take one of these, and only the gate makes them. */
export interface Admission {
  readonly ok: true;
  readonly assetId: string;
  /** Below `/v/{assetId}/` or `/k/{assetId}/`, percent-decoded once. */
  readonly path: string;
  /** Null for an unknown asset, which a valid credential may ask for. */
  readonly asset: Asset | null;
  /** Null when the policy of the asset is `public`: a credential was not needed and was not looked at. */
  readonly grant: Grant | null;
  readonly carrier: Carrier | null;
  /** The token of the path carrier as it arrived, for absolute URIs in playlists. */
  readonly pathToken: string | null;
  readonly nowSeconds: number;
}

export interface AdmissionRule {
  /** Whether a public asset opens this route without a credential. Keys never do. */
  readonly isOpenWhenPublic: boolean;
  /** Policy of an asset that is unknown. */
  readonly unknownAccess: AssetAccess;
}

/** Whether the asset's policy alone lets a request through. */
export const isOpen = (rule: AdmissionRule, asset: Asset | null): boolean =>
  rule.isOpenWhenPublic && (asset?.access ?? rule.unknownAccess) === 'public';

/** A path is inherited by everything below it, and an embed token opens nothing below. */
const isEmbedInPath = (credential: CarriedCredential): boolean => isEmbed(credential) && credential.carrier === 'path';

/**
 * A manifest that an embed token opens: counted before it leaves, so that no play is given twice (edge access §6).
 * Who asks with `HEAD` plays nothing.
 */
const isPlay = ({ isHead }: HttpRequest, { scheme }: Grant, path: NormalPath): boolean =>
  !isHead && scheme === 'embed-token' && entryObjectOf(path) === 'manifest';

const nobody = { grant: null, carrier: null } as const;

/**
 * The CDN that asks for an open asset: it guards the asset all the same, so playlists are written for it. Any other
 * credential is not looked at (edge access §8).
 */
function knownCdn(parts: GateParts, request: HttpRequest, place: Place, credentials: readonly CarriedCredential[]) {
  const [first] = credentials;
  if (first?.ok !== true || first.kind !== 'origin-secret') return nobody;
  const context = decisionContext(parts, request, place);
  const authorization = context === null ? null : authorize(parts.crypto, [first], context);
  return authorization?.ok === true ? { grant: authorization.grant, carrier: authorization.carrier } : nobody;
}

/**
 * Policy → credential → grant → decision, in the order of edge access §9. The only place that lets media bytes go.
 * `rawTarget` is what is decided on: the target of the request, or its equal under `/v/`.
 */
export function admit(
  parts: GateParts,
  request: HttpRequest,
  rawTarget: string,
  rule: AdmissionRule,
): Awaitable<Admission | Refusal> {
  return whenThere(locate(parts, rawTarget), (place) => (place.ok ? admitTo(parts, request, place, rule) : place));
}

const admission = (
  { assetId, rest: path, asset, parsed, nowSeconds }: Place,
  { grant, carrier }: Pick<Admission, 'grant' | 'carrier'>,
): Admission => ({ ok: true, assetId, path, asset, grant, carrier, pathToken: parsed.pathToken, nowSeconds });

function admitTo(
  parts: GateParts,
  request: HttpRequest,
  place: Place,
  rule: AdmissionRule,
): Awaitable<Admission | Refusal> {
  const credentials = credentialsOf(request, place.parsed);
  if (isOpen(rule, place.asset)) return admission(place, knownCdn(parts, request, place, credentials));
  if (credentials.some(isEmbedInPath)) return refuse('token_malformed');
  const embeds = credentials.some(isEmbed) ? findEmbedRecords(parts, credentials).catch(() => null) : noEmbeds;
  return whenThere(embeds, (records) => {
    const context = records === null ? null : decisionContext(parts, request, place, records);
    return context === null ? refuse('edge_stale') : admitWith(parts, request, place, { credentials, context });
  });
}

interface Decided {
  readonly credentials: readonly CarriedCredential[];
  readonly context: AuthorizeContext<'sync'>;
}

function admitWith(
  parts: GateParts,
  request: HttpRequest,
  place: Place,
  { credentials, context }: Decided,
): Awaitable<Admission | Refusal> {
  const authorization = authorize(parts.crypto, credentials, context);
  if (!authorization.ok) return authorization;
  const { grant } = authorization;
  const limited = parts.tokenLimits.take(grant, request.remoteAddress);
  if (limited !== null) return limited;
  const isAllowed = !isPlay(request, grant, place.parsed.path) || parts.countPlay(grant.keyId, place.nowSeconds);
  return whenThere(isAllowed, (has) => (has ? admission(place, authorization) : refuse('token_exhausted')));
}
