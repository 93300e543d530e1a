import {
  type Bindings,
  type Cidr,
  type HostPattern,
  type NormalPath,
  type PathPattern,
  parseCidr,
  parseHostPattern,
  parsePath,
  parsePathPattern,
  type SyncCrypto,
  userAgentFingerprint,
} from '@sluice/access';
import type { IssueTokenBody } from '@sluice/contract';

/** Every place below which an asset has objects. */
const areasOf = (assetId: string): readonly string[] => [`/v/${assetId}/`, `/k/${assetId}/`];

/** Objects that a film cannot be watched without, whatever it is made of. */
const entriesOf = (assetId: string): readonly string[] => [`/v/${assetId}/master.m3u8`, `/v/${assetId}/manifest.mpd`];

const everything = (assetId: string): readonly string[] => areasOf(assetId).map((area) => `${area}*`);

function normal(path: string): NormalPath | null {
  const parsed = parsePath(path);
  return parsed.ok ? parsed.path : null;
}

/**
 * The patterns of a token for `assetId`: all its areas, or the `paths` that were asked for. Null when one of them lies
 * outside the asset, or when together they do not reach the manifests and `folders` of the stream (edge access §10.7).
 */
export function parseTokenPaths(
  assetId: string,
  paths: readonly string[] | undefined,
  folders: readonly string[],
): readonly PathPattern[] | null {
  const patterns = (paths ?? everything(assetId)).map(parsePathPattern);
  const valid = patterns.filter((pattern): pattern is PathPattern => pattern !== null);
  const isInside = valid.every(({ path }) => areasOf(assetId).some((area) => path.startsWith(area)));
  if (valid.length < patterns.length || !isInside) return null;
  const needed = [...entriesOf(assetId), ...folders.map((folder) => `/v/${assetId}/${folder}/playlist.m3u8`)];
  const isReached = (path: NormalPath): boolean => valid.some((pattern) => pattern.matches(path));
  return needed.map(normal).every((path) => path !== null && isReached(path)) ? valid : null;
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
