/** Characters of the longest lifetime. */
const maxLength = 32;

const nanosecondsOf: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1_000,
  µs: 1_000,
  μs: 1_000,
  ms: 1_000_000,
  s: 1_000_000_000,
  m: 60_000_000_000,
  h: 3_600_000_000_000,
};

const decimalSeconds = /^\d{1,9}$/;
const goDuration = /^\+?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/;
const term = /(\d*)\.?(\d*)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;

/** What a lifetime may be, in seconds. */
export interface UriExpiryBounds {
  readonly defaultSeconds: number;
  readonly maxSeconds: number;
}

/**
 * The lifetime in whole seconds that `value` asks for (Vault contract §5): a number of seconds, or a Go duration such as
 * `1h30m`; nothing, null or an empty text is the default. Null for what is none, or lies outside of one second to
 * `maxSeconds`: nothing is shortened in silence.
 */
export function parseUriExpiry(value: unknown, { defaultSeconds, maxSeconds }: UriExpiryBounds): number | null {
  if (value === undefined || value === null || value === '') return defaultSeconds;
  const nanoseconds = typeof value === 'number' ? wholeSeconds(value) : textDuration(value);
  if (nanoseconds === null) return null;
  const second = BigInt(1_000_000_000);
  const fits = nanoseconds >= second && nanoseconds <= BigInt(maxSeconds) * second;
  return fits ? Number(nanoseconds / second) : null;
}

/** All of it is counted in whole nanoseconds, so that no lifetime hangs on how a binary fraction is rounded. */
function wholeSeconds(seconds: number): bigint | null {
  return Number.isSafeInteger(seconds) ? BigInt(seconds) * BigInt(1_000_000_000) : null;
}

function textDuration(value: unknown): bigint | null {
  if (typeof value !== 'string' || value.length > maxLength) return null;
  if (decimalSeconds.test(value)) return wholeSeconds(Number(value));
  if (!goDuration.test(value)) return null;
  let sum = BigInt(0);
  for (const [, whole = '', fraction = '', unit = ''] of value.matchAll(term)) {
    const scale = BigInt(10) ** BigInt(fraction.length);
    // As Go does, each term loses what is less than a nanosecond.
    sum += (BigInt(`0${whole}${fraction}`) * BigInt(nanosecondsOf[unit] ?? 0)) / scale;
  }
  return sum;
}
