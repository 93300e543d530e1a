/**
 * A verdict is an empty file whose name is everything that it was decided on: the ten seconds, the carrier, the asset
 * and every byte of the token. nginx looks for it by itself (see the `map` in the configuration) and njs writes it;
 * both names are made here. Each part begins with a letter of ours, so that no part can be `..`, and none holds a slash.
 */
const assetId = '[A-Za-z0-9_-]{1,64}';
/** Segments that no server would rewrite: plain characters, none begins with a dot. */
const segment = '[A-Za-z0-9_-][A-Za-z0-9._-]*';
const media = '(?:m4s|mp4|jpe?g|webp|png|gif)';
/** What tokens are made of as players send them, escaped for a query or in base64url. */
const tokenByte = '[A-Za-z0-9._~%*!:,@-]';
const partLength = 200;
/** Parameters beside the token, none of which may be a second one. */
const otherParameters = '(?:&(?!et(?:[=&]|$))[A-Za-z0-9._-]+(?:=[A-Za-z0-9._~%*,:@-]*)?)*';

const asset = `/v/(${assetId})/(${segment}(?:/${segment})*\\.${media})`;
const token = `(${tokenByte}{1,${partLength}})(${tokenByte}{0,${partLength}})(${tokenByte}{0,${partLength}})`;

/** Targets that have a verdict, by carrier. The groups are asset, path below it and the three parts of the token. */
const carriers = {
  q: new RegExp(`^${asset}\\?et=${token}${otherParameters}$`),
  p: new RegExp(`^/_t/${token}${asset}$`),
};

/** Seconds that a verdict lasts, at most. */
const bucketSeconds = 10;

/** How long what a verdict opens may stay with the viewer: its token lives at least that much longer, in seconds. */
export const verdictLifetimes = { h: 3600, m: 60 } as const;
export type VerdictLifetime = keyof typeof verdictLifetimes;

/** The last second at which a verdict given at `nowSeconds` can be found. */
export const lastSecondOfVerdict = (nowSeconds: number): number =>
  Math.floor(nowSeconds / bucketSeconds) * bucketSeconds + bucketSeconds - 1;

/** The folder of verdicts given at `nowSeconds`, below their generation. */
export const bucketOf = (nowSeconds: number): string => String(Math.floor(nowSeconds / bucketSeconds));

/** Folder of the verdict on `rawTarget`, below its generation; null for a target that nginx does not look up. */
export function verdictFolder(rawTarget: string, nowSeconds: number): string | null {
  const bucket = bucketOf(nowSeconds);
  const query = carriers.q.exec(rawTarget);
  if (query !== null) return `${bucket}/q/a${query[1]}/1${query[3]}/2${query[4] ?? ''}/3${query[5] ?? ''}`;
  const path = carriers.p.exec(rawTarget);
  return path === null ? null : `${bucket}/p/a${path[4]}/1${path[1]}/2${path[2] ?? ''}/3${path[3] ?? ''}`;
}

/** One row of an nginx `map`: its pattern with named groups and the value. */
const row = (pattern: RegExp, names: readonly string[], value: string): string => {
  let index = 0;
  const named = pattern.source
    .replace(/^\^/, '')
    .replace(/\\\//g, '/')
    .replace(/\((?!\?)/g, () => `(?<sluice_${names[index++] ?? ''}>`);
  return `"~^(?:GET|HEAD) (?<sluice_bucket>\\d+)\\d\\.\\d+ ${named}" "${value}";`;
};

const parts = (carrier: string): string =>
  `$sluice_bucket/${carrier}/a$sluice_asset/1$sluice_t1/2$sluice_t2/3$sluice_t3`;

/** The rows of a `map` from method, time and raw target to the folder that {@link verdictFolder} names. */
export const verdictRows: readonly string[] = [
  row(carriers.q, ['asset', 'rest', 't1', 't2', 't3'], parts('q')),
  row(carriers.p, ['t1', 't2', 't3', 'asset', 'rest'], parts('p')),
];
