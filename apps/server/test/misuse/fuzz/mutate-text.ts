import type { Random } from './random.ts';

type Mutation = (text: string, random: Random) => string;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=!/*:,@%+&?# ';

/** Pieces that mean something to one of the parsers. */
const pieces = [
  ...[
    '~',
    '=',
    '!',
    '/',
    '//',
    '/*',
    '.',
    '..',
    '/../',
    '%2e%2e',
    '%2F',
    '%252F',
    '%00',
    '%ff',
    '%',
    '~exp=9999999999',
  ],
  ...['~sig=', '~kid=', '~acl=/*', '~x=1', 'v=1~', 'eyJ', 'e30', 'emb_', '.e30.', '{"alg":"none"}', '\0', '\r\n', 'é'],
  ...['\u200b', '\ud800', '＝', 'ſ', '=', '==', '?', '&et=', ';', ',', '"', '\\', '__proto__'],
];

const cut = (text: string, start: number, end: number, put: string): string =>
  text.slice(0, start) + put + text.slice(end);

function span(text: string, random: Random): readonly [number, number] {
  const start = random.below(text.length);
  return [start, start + 1 + random.below(Math.min(24, text.length - start))];
}

/** Decodes one dot-separated part as base64url, changes a byte of it and puts it back. */
const changeInsidePart: Mutation = (text, random) => {
  const parts = text.split('.');
  const index = random.below(parts.length);
  const bytes = Buffer.from(parts[index] ?? '', 'base64url');
  if (bytes.length === 0) return `${text}A`;
  bytes.writeUInt8(random.below(256), random.below(bytes.length));
  return parts.with(index, bytes.toString('base64url')).join('.');
};

/** What a number says: later ends, other sizes. */
const changeNumber: Mutation = (text, random) => {
  const numbers = [...text.matchAll(/\d+/g)];
  if (numbers.length === 0) return `${text}1`;
  const { 0: digits, index } = random.pick(numbers);
  const value = random.pick([`${BigInt(digits) + BigInt(1 + random.below(1000))}`, '9'.repeat(digits.length), '0', '']);
  return cut(text, index, index + digits.length, value);
};

const mutations: Readonly<Record<string, Mutation>> = {
  'another character': (text, random) => {
    const at = random.below(text.length);
    return cut(text, at, at + 1, alphabet.charAt(random.below(alphabet.length)));
  },
  'one bit': (text, random) => {
    const at = random.below(text.length);
    return cut(text, at, at + 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(7))));
  },
  'another case': (text, random) => {
    const at = random.below(text.length);
    const upper = text.charAt(at).toUpperCase();
    return cut(text, at, at + 1, upper === text.charAt(at) ? upper.toLowerCase() : upper);
  },
  'a character escaped': (text, random) => {
    const at = random.below(text.length);
    return cut(text, at, at + 1, `%${text.charCodeAt(at).toString(16).padStart(2, '0').toUpperCase()}`);
  },
  'a piece left out': (text, random) => cut(text, ...span(text, random), ''),
  'a piece twice': (text, random) => {
    const [start, end] = span(text, random);
    return cut(text, end, end, text.slice(start, end));
  },
  'two pieces exchanged': (text, random) => {
    const [start, end] = span(text, random);
    const to = random.below(text.length);
    return cut(cut(text, start, end, ''), to, to, text.slice(start, end));
  },
  'a piece put in': (text, random) => {
    const at = random.below(text.length + 1);
    return cut(text, at, at, random.pick(pieces));
  },
  'cut short': (text, random) => text.slice(0, random.below(text.length)),
  'much longer': (text, random) => {
    const at = random.below(text.length + 1);
    return cut(text, at, at, random.pick(pieces).repeat(1 + random.below(4000)));
  },
  'a byte inside base64url': changeInsidePart,
  'another number': changeNumber,
};

export const mutationNames: readonly string[] = Object.keys(mutations);

/** `text` changed in one to three ways; never `text` itself. */
export function mutateText(text: string, random: Random): string {
  let mutated = text;
  for (let round = random.pick([1, 1, 1, 2, 3]); round > 0; round--) {
    mutated = mutations[random.pick(mutationNames)]?.(mutated === '' ? text : mutated, random) ?? mutated;
  }
  return mutated === text ? mutateText(text, random) : mutated;
}
