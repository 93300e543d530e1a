import {
  type AccessRequest,
  type AuthorizeContext,
  authorize,
  type Carrier,
  type ClientFacts,
  type CredentialVerifiers,
  extractCredentials,
  type Grant,
  type KeyRing,
  type NormalPath,
  type ParsedPath,
  parsePath,
  type Refusal,
  type RevocationSet,
  refuse,
  type SyncCrypto,
  userAgentFingerprint,
  verifyEdgeJwt,
  verifyEdgeToken,
} from '@sluice/access';
import type { Clock } from '../../ports/clock.ts';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import { type Asset, type AssetAccess, type AssetDirectory, isAssetId } from '../assets/index.ts';

export interface GateParts {
  readonly directory: AssetDirectory;
  readonly crypto: SyncCrypto;
  readonly ring: () => KeyRing | null;
  readonly clock: Clock;
  readonly revocations: RevocationSet;
  /** Whose JWTs open something. */
  readonly issuer: string;
}

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

/** What a request tells about its client. */
export function clientFacts({ headers, remoteAddress }: HttpRequest, crypto: SyncCrypto): ClientFacts {
  return {
    clientAddress: remoteAddress,
    origin: headers.origin ?? null,
    referer: headers.referer ?? null,
    /** Hashed only for a grant that binds it. */
    get userAgent() {
      const agent = headers['user-agent'];
      return agent === undefined ? null : userAgentFingerprint(crypto, agent);
    },
  };
}

function requestFacts(request: HttpRequest, path: NormalPath, assetId: string, crypto: SyncCrypto): AccessRequest {
  const client = clientFacts(request, crypto);
  const { clientAddress, origin, referer } = client;
  return {
    ...{ action: 'read', resource: { kind: 'path', path, assetId }, clientAddress, origin, referer },
    get userAgent() {
      return client.userAgent;
    },
  };
}

/** How each kind of signed token is verified. */
export const verifiersOf = (
  { crypto, issuer }: Pick<GateParts, 'crypto' | 'issuer'>,
  keys: KeyRing,
): CredentialVerifiers<'sync'> => ({
  'edge-token': (text) => verifyEdgeToken(crypto, keys, text),
  jwt: (text) => verifyEdgeJwt(crypto, keys, issuer, text),
});

/** Every credential that the request carries, in the order of edge access §7. */
export function credentialsOf({ headers }: HttpRequest, { pathToken, query }: ParsedPath) {
  return extractCredentials({
    pathToken,
    query,
    edgeTokenHeader: headers['edge-token'] ?? null,
    cookieHeader: headers.cookie ?? null,
  });
}

/** Area, asset and the rest of a decoded path; null for a path that names no asset. */
function placeOf(path: NormalPath): { assetId: string; rest: string } | null {
  const [, , assetId = '', ...rest] = path.split('/');
  return isAssetId(assetId) ? { assetId, rest: rest.join('/') } : null;
}

/** What a request names, before any credential is looked at. */
export interface Place {
  readonly ok: true;
  readonly parsed: ParsedPath;
  /** Empty for a path that names no asset. */
  readonly assetId: string;
  /** Below `/v/{assetId}/` or `/k/{assetId}/`. */
  readonly rest: string;
  readonly asset: Asset | null;
  readonly nowSeconds: number;
}

/** Edge access §9 steps 2 and 3: the path, parsed once, and the asset's policy. */
export async function locate({ directory, clock }: GateParts, rawTarget: string): Promise<Place | Refusal> {
  const parsed = parsePath(rawTarget);
  if (!parsed.ok) return parsed;
  const place = placeOf(parsed.path);
  const asset = place === null ? null : await directory.find(place.assetId);
  const nowSeconds = Math.floor(clock.nowMs() / 1000);
  return { ok: true, parsed, assetId: place?.assetId ?? '', rest: place?.rest ?? '', asset, nowSeconds };
}

/** Whether the asset's policy alone lets a request through. */
export const isOpen = (rule: AdmissionRule, asset: Asset | null): boolean =>
  rule.isOpenWhenPublic && (asset?.access ?? rule.unknownAccess) === 'public';

/** What the credentials of a request are decided against; null before keys are loaded. */
export function decisionContext(
  parts: GateParts,
  request: HttpRequest,
  { parsed, assetId, nowSeconds }: Place,
): AuthorizeContext<'sync'> | null {
  const { crypto, revocations } = parts;
  const keys = parts.ring();
  if (keys === null) return null;
  return {
    verifiers: verifiersOf(parts, keys),
    request: requestFacts(request, parsed.path, assetId, crypto),
    nowSeconds,
    revocations,
  };
}

/**
 * Policy → credential → grant → decision, in the order of edge access §9. The only place that lets media bytes go.
 * `rawTarget` is what is decided on: the target of the request, or its equal under `/v/`.
 */
export async function admit(
  parts: GateParts,
  request: HttpRequest,
  rawTarget: string,
  rule: AdmissionRule,
): Promise<Admission | Refusal> {
  const place = await locate(parts, rawTarget);
  if (!place.ok) return place;
  const { parsed, assetId, rest: path, asset, nowSeconds } = place;
  const known = { ok: true, assetId, path, asset, pathToken: parsed.pathToken, nowSeconds } as const;
  if (isOpen(rule, asset)) return { ...known, grant: null, carrier: null };
  const context = decisionContext(parts, request, place);
  if (context === null) return refuse('edge_stale');
  const authorization = authorize(parts.crypto, credentialsOf(request, parsed), context);
  if (!authorization.ok) return authorization;
  return { ...known, grant: authorization.grant, carrier: authorization.carrier };
}
