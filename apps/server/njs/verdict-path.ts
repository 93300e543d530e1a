/**
 * A verdict is an empty file whose name is everything that it was decided on: the ten seconds, the carrier, the asset
 * and every byte of the token. nginx looks for it by itself (see the `map` in the configuration) and njs writes it;
 * both names are made here. Each part begins with a letter of ours, so that none can be `..`, and none holds a slash.
 */

/** How long what a verdict opens may stay with the viewer: its token lives at least that much longer, in seconds. */
export const verdictLifetimes = { h: 600, m: 60 } as const;
export type VerdictLifetime = keyof typeof verdictLifetimes;

/** The first two characters are a group of their own: they name a folder of the media store. */
const assetId = '([A-Za-z0-9_-]{1,2})([A-Za-z0-9_-]{0,62})';
/** Segments that no server would rewrite: plain characters, none begins with a dot. */
const segment = '[A-Za-z0-9_-][A-Za-z0-9._-]*';
const media = '(m4s|mp4|jpe?g|webp|png|gif)';
/** What tokens are made of as players send them, escaped for a query or in base64url. */
const tokenByte = '[A-Za-z0-9._~%*!:,@-]';
/** A file system takes names of 255 bytes. */
const token = `(${tokenByte}{1,250})(${tokenByte}{0,250})`;
/** Parameters beside the token, none of which may be a second one. */
const otherParameters = '(?:&(?!et(?:[=&]|$))[A-Za-z0-9._-]+(?:=[A-Za-z0-9._~%*,:@-]*)?)*';
const asset = `/v/${assetId}/(${segment}(?:/${segment})*\\.${media})`;

/** Targets that have a verdict, by carrier, and what their groups are. */
const carriers = {
  q: { form: `${asset}\\?et=${token}${otherParameters}$`, groups: ['pp', 'aa', 'rest', 'ext', 't1', 't2'] },
  p: { form: `/_t/${token}${asset}$`, groups: ['t1', 't2', 'pp', 'aa', 'rest', 'ext'] },
} as const;
type Carrier = keyof typeof carriers;
type Group = (typeof carriers)[Carrier]['groups'][number];

/** The part of a name that says what it was decided on, below its generation. */
const nameOf = (bucket: string, carrier: Carrier, group: (name: Group) => string): string =>
  `${bucket}${carrier}${group('pp')}${group('aa')}/1${group('t1')}/2${group('t2')}`;

/** Seconds that a verdict lasts, at most. */
const bucketSeconds = 10;

/** The last second at which a verdict given at `nowSeconds` can be found. */
export const lastSecondOfVerdict = (nowSeconds: number): number =>
  Math.floor(nowSeconds / bucketSeconds) * bucketSeconds + bucketSeconds - 1;

const bucketOf = (nowSeconds: number): string => String(Math.floor(nowSeconds / bucketSeconds));

/** The name of the verdict on `rawTarget`, below its generation; null for a target that nginx does not look up. */
export function verdictName(rawTarget: string, nowSeconds: number, lifetime: VerdictLifetime): string | null {
  const carrier = rawTarget.startsWith('/_t/') ? 'p' : 'q';
  const { form, groups } = carriers[carrier];
  const match = new RegExp(`^${form}`).exec(rawTarget);
  if (match === null) return null;
  const value = (name: Group): string => match[groups.indexOf(name as never) + 1] ?? '';
  return lifetime + nameOf(bucketOf(nowSeconds), carrier, value);
}

/** Whether the folder `name` of a generation holds only verdicts that nobody finds any more. */
export function isBygone(name: string, nowSeconds: number): boolean {
  const bucket = /^[a-z](\d+)/.exec(name)?.[1];
  return bucket !== undefined && Number(bucket) < Number(bucketOf(nowSeconds));
}

/** One row of an nginx `map` from method, time and raw target: a pattern with named groups, and {@link verdictName}. */
function row(carrier: Carrier): string {
  const { form, groups } = carriers[carrier];
  let index = 0;
  const named = form.replace(/\((?!\?)/g, () => `(?<sluice_${groups[index++] ?? ''}>`);
  const variable = (name: string): string => `\${sluice_${name}}`;
  const value = nameOf(variable('bucket'), carrier, variable);
  return `"~^(?:GET|HEAD) (?<sluice_bucket>\\d+)\\d\\.\\d+ ${named}" "${value}";`;
}

/** The rows of the `map` whose value, behind the letter of a lifetime, is the name of a verdict. */
export const verdictRows: readonly string[] = [row('q'), row('p')];
