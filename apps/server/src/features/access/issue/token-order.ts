import {
  type Bindings,
  type Cidr,
  type HostPattern,
  type NormalPath,
  type PathPattern,
  parseCidr,
  parseHostPattern,
  parsePathPattern,
  type SyncCrypto,
  userAgentFingerprint,
} from '@sluice/access';
import type { IssueTokenBody } from '@sluice/contract';

/** Every place below which an asset has objects. */
const areasOf = (assetId: string): readonly string[] => [`/v/${assetId}/`, `/k/${assetId}/`];

const everything = (assetId: string): readonly string[] => areasOf(assetId).map((area) => `${area}*`);

/** The paths of a token, or what is wrong with them in one sentence. */
export type TokenPaths =
  | { readonly ok: true; readonly patterns: readonly PathPattern[] }
  | { readonly ok: false; readonly problem: string };

/**
 * The patterns of a token for `assetId`: all its areas, or the `paths` that were asked for. Refused when one of them
 * lies outside the asset, or when together they do not reach everything `published` (edge access §10.7).
 */
export function parseTokenPaths(
  assetId: string,
  paths: readonly string[] | undefined,
  published: readonly NormalPath[],
): TokenPaths {
  const patterns: PathPattern[] = [];
  for (const text of paths ?? everything(assetId)) {
    const pattern = parsePathPattern(text);
    const isInside = pattern !== null && areasOf(assetId).some((area) => pattern.path.startsWith(area));
    if (!isInside) return { ok: false, problem: `${text} is none.` };
    patterns.push(pattern);
  }
  const left = published.find((path) => !patterns.some((pattern) => pattern.matches(path)));
  if (left === undefined) return { ok: true, patterns };
  return { ok: false, problem: `Playback needs ${left}, which they leave out.` };
}

function parseAll<T>(
  texts: readonly string[] | undefined,
  parse: (text: string) => T | null,
): readonly T[] | null | undefined {
  if (texts === undefined || texts.length === 0) return null;
  const parsed = texts.map(parse).filter((item): item is NonNullable<typeof item> => item !== null);
  return parsed.length === texts.length ? parsed : undefined;
}

/** Bindings as asked for; null when one of them cannot be read. */
export function parseTokenBindings(bind: IssueTokenBody['bind'], crypto: SyncCrypto): Bindings | null {
  const clientAddresses = parseAll<Cidr>(bind?.ip, parseCidr);
  const hosts = parseAll<HostPattern>(bind?.domains, parseHostPattern);
  if (clientAddresses === undefined || hosts === undefined) return null;
  const agent = bind?.user_agent;
  return { clientAddresses, hosts, userAgent: agent === undefined ? null : userAgentFingerprint(crypto, agent) };
}
