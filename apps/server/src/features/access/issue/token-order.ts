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

/**
 * The patterns of a token for `assetId`: all its areas, or the `paths` that were asked for. Null when one of them lies
 * outside the asset, or when together they do not reach everything `published` (edge access §10.7).
 */
export function parseTokenPaths(
  assetId: string,
  paths: readonly string[] | undefined,
  published: readonly NormalPath[],
): readonly PathPattern[] | null {
  const patterns = (paths ?? everything(assetId)).map(parsePathPattern);
  const valid = patterns.filter((pattern): pattern is PathPattern => pattern !== null);
  const isInside = valid.every(({ path }) => areasOf(assetId).some((area) => path.startsWith(area)));
  if (valid.length < patterns.length || !isInside) return null;
  return published.every((path) => isCovered(valid, path)) ? valid : null;
}

/** Whether one of the patterns opens `path`. */
export const isCovered = (patterns: readonly PathPattern[], path: NormalPath): boolean =>
  patterns.some((pattern) => pattern.matches(path));

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
