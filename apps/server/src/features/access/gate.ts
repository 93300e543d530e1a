import {
  type AuthorizeContext,
  authorize,
  type CarriedCredential,
  type Carrier,
  type ClientFacts,
  type Credential,
  CredentialMemo,
  type CredentialVerifiers,
  decideEmbed,
  type EmbedRecord,
  type EmbedRequest,
  embedTokenHash,
  extractCredentials,
  type Grant,
  type GrantCache,
  type KeyRing,
  type NormalPath,
  originSecretField,
  type ParsedPath,
  parsePath,
  type Refusal,
  type RevocationSet,
  refuse,
  type SyncCrypto,
  userAgentFingerprint,
  verifyEdgeJwt,
  verifyEdgeToken,
  verifyOriginSecret,
} from '@sluice/access';
import { type Awaitable, whenThere } from '../../ports/awaitable.ts';
import { type Clock, unixSeconds } from '../../ports/clock.ts';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import { type Asset, type AssetAccess, type AssetDirectory, isAssetId } from '../assets/index.ts';
import { entryObjectOf } from './embed/entry-object.ts';
import { onOwnPage } from './embed/own-page.ts';
import type { TokenLimits } from './limits/token-limits.ts';

export interface GateParts {
  readonly directory: AssetDirectory;
  readonly crypto: SyncCrypto;
  readonly ring: () => KeyRing | null;
  /** Of tokens whose signature was good. */
  readonly grants: GrantCache;
  readonly clock: Clock;
  readonly revocations: RevocationSet;
  /** Whose JWTs open something. */
  readonly issuer: string;
  /** What stands behind an embed token, by its hash. */
  readonly findEmbedRecord: (tokenHash: string) => Promise<EmbedRecord | null>;
  /** Public address of this deployment, where embed pages are. */
  readonly ownUrl?: () => string;
  /** Counts a play of an embed token; false when it has none left. */
  readonly countPlay: (embedId: string, nowSeconds: number) => Promise<boolean>;
  readonly tokenLimits: TokenLimits;
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
export function clientFacts(
  { headers, remoteAddress }: Pick<HttpRequest, 'headers' | 'remoteAddress'>,
  crypto: SyncCrypto,
): ClientFacts {
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

/** What a request asks for and tells about its client. A class, because an object with getters costs several times as much. */
class RequestFacts implements EmbedRequest {
  readonly action = 'read';
  readonly resource: EmbedRequest['resource'];
  readonly clientAddress: string;
  readonly origin: string | null;
  readonly referer: string | null;
  readonly #path: NormalPath;
  readonly #agent: string | undefined;
  readonly #crypto: SyncCrypto;

  constructor({ headers, remoteAddress }: HttpRequest, path: NormalPath, assetId: string, crypto: SyncCrypto) {
    this.resource = { kind: 'path', path, assetId };
    this.clientAddress = remoteAddress;
    this.origin = headers.origin ?? null;
    this.referer = headers.referer ?? null;
    this.#path = path;
    this.#agent = headers['user-agent'];
    this.#crypto = crypto;
  }

  /** Asked for an embed token only. */
  get entry() {
    return entryObjectOf(this.#path);
  }

  /** Hashed only for a grant that binds it. */
  get userAgent(): string | null {
    return this.#agent === undefined ? null : userAgentFingerprint(this.#crypto, this.#agent);
  }
}

/** How each kind of credential that keys vouch for is verified: a signed token once, while the keys stay the same. */
export const verifiersOf = (
  { crypto, issuer, grants }: Pick<GateParts, 'crypto' | 'issuer' | 'grants'>,
  keys: KeyRing,
): CredentialVerifiers<'sync'> => ({
  'edge-token': (text) => grants.verify(crypto, keys, text, () => verifyEdgeToken(crypto, keys, text)),
  jwt: (text) => grants.verify(crypto, keys, text, () => verifyEdgeJwt(crypto, keys, issuer, text)),
  'origin-secret': (text) => verifyOriginSecret(keys, text),
});

/** As texts, nothing of them verified. */
const readCredentials = new CredentialMemo<CarriedCredential>(10_000);

/** Every credential that the request carries, in the order of edge access §7. */
export function credentialsOf({ headers }: HttpRequest, { pathToken, query }: ParsedPath) {
  const sources = {
    pathToken,
    query,
    edgeTokenHeader: headers['edge-token'] ?? null,
    cookieHeader: headers.cookie ?? null,
    originSecretHeader: headers[originSecretField] ?? null,
  };
  return extractCredentials(sources, readCredentials);
}

/** Area, asset and the rest of a decoded path; null for a path that names no asset. */
function placeOf(path: NormalPath): { assetId: string; rest: string } | null {
  const begin = path.indexOf('/', 1) + 1;
  const slash = path.indexOf('/', begin);
  const end = slash === -1 ? path.length : slash;
  const assetId = begin === 0 ? '' : path.slice(begin, end);
  return isAssetId(assetId) ? { assetId, rest: path.slice(end + 1) } : null;
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
export function locate({ directory, clock }: GateParts, rawTarget: string): Awaitable<Place | Refusal> {
  const parsed = parsePath(rawTarget);
  if (!parsed.ok) return parsed;
  const place = placeOf(parsed.path);
  const { assetId = '', rest = '' } = place ?? {};
  return whenThere(place === null ? null : directory.find(assetId), (asset) => {
    return { ok: true, parsed, assetId, rest, asset, nowSeconds: unixSeconds(clock) };
  });
}

/** Whether the asset's policy alone lets a request through. */
export const isOpen = (rule: AdmissionRule, asset: Asset | null): boolean =>
  rule.isOpenWhenPublic && (asset?.access ?? rule.unknownAccess) === 'public';

/** What stands behind the embed tokens of a request, by token; null where nothing does. */
export type EmbedRecords = ReadonlyMap<string, EmbedRecord | null>;

const noEmbeds: EmbedRecords = new Map();

/** Looks up the embed tokens among `credentials`: the one look at the database that the gate takes for a credential. */
export async function findEmbedRecords(
  { crypto, findEmbedRecord }: GateParts,
  credentials: readonly CarriedCredential[],
): Promise<EmbedRecords> {
  const texts = credentials.flatMap((item) => (isEmbed(item) ? [item.text] : []));
  const records = texts.map(async (text) => [text, await findEmbedRecord(embedTokenHash(crypto, text))] as const);
  return new Map(await Promise.all(records));
}

const isEmbed = (credential: CarriedCredential): credential is Credential =>
  credential.ok && credential.kind === 'embed-token';

/** A path is inherited by everything below it, and an embed token opens nothing below. */
const isEmbedInPath = (credential: CarriedCredential): boolean => isEmbed(credential) && credential.carrier === 'path';

/**
 * A manifest that an embed token opens: counted before it leaves, so that no play is given twice (edge access §6).
 * Who asks with `HEAD` plays nothing.
 */
const isPlay = ({ isHead }: HttpRequest, { scheme }: Grant, path: NormalPath): boolean =>
  !isHead && scheme === 'embed-token' && entryObjectOf(path) === 'manifest';

/** What the credentials of a request are decided against; null before keys are loaded. */
export function decisionContext(
  parts: GateParts,
  request: HttpRequest,
  { parsed, assetId, nowSeconds }: Place,
  embeds: EmbedRecords = noEmbeds,
): AuthorizeContext<'sync'> | null {
  const { crypto, revocations } = parts;
  const keys = parts.ring();
  if (keys === null) return null;
  const facts = new RequestFacts(request, parsed.path, assetId, crypto);
  const recordOf = (text: string): EmbedRecord | null => {
    const record = embeds.get(text) ?? null;
    return record === null || parts.ownUrl === undefined ? record : onOwnPage(record, facts, parts.ownUrl());
  };
  return {
    verifiers: {
      ...verifiersOf(parts, keys),
      'embed-token': (text) => decideEmbed(recordOf(text), facts, nowSeconds, revocations),
    },
    request: facts,
    nowSeconds,
    revocations,
  };
}

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
