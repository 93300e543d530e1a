import { scanAttributeList } from './attribute-list.ts';
import { uriAttributes } from './uri-attributes.ts';

/** One line of a playlist (RFC 8216 §4.1). Tags that we do not know are lines like any other. */
export type PlaylistLine =
  | { readonly kind: 'tag'; readonly name: string; readonly value: string }
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'blank' };

/** Where a URI was found. */
export interface UriContext {
  /** The tag it belongs to: `EXTINF` or `EXT-X-STREAM-INF` for a line of its own, as told by the tag before. */
  readonly tag: string;
  /** Undefined for a line of its own. */
  readonly attribute?: string;
}

/**
 * A playlist ready to be rewritten any number of times: its text is cut at every URI, so `literals[i]` stands before
 * `uris[i]` and the last literal after them all. Nothing of the text is lost, unknown tags and line ends included.
 */
export interface ParsedPlaylist {
  readonly lines: readonly PlaylistLine[];
  readonly literals: readonly string[];
  readonly uris: readonly UriSlot[];
}

export interface UriSlot {
  readonly uri: string;
  readonly context: UriContext;
}

export type ParsePlaylistResult =
  | { readonly ok: true; readonly playlist: ParsedPlaylist }
  | { readonly ok: false; readonly reason: PlaylistRefusal };

export type PlaylistRefusal = 'too_large' | 'not_a_playlist' | 'bad_attribute_list';

/** edge-access §15.2. */
export const maxPlaylistBytes = 4 * 1024 * 1024;

/** Reads a media or multivariant playlist from whoever made it. */
export function parsePlaylist(text: string): ParsePlaylistResult {
  if (exceedsBytes(text, maxPlaylistBytes)) return { ok: false, reason: 'too_large' };
  // RFC 8216 §4.3.1.1: EXTM3U MUST be the first line.
  if (!/^#EXTM3U[ \t]*(?:\r?\n|$)/.test(text)) return { ok: false, reason: 'not_a_playlist' };
  const lines: PlaylistLine[] = [];
  const cutter = new TextCutter(text);
  let precedingTag = '';
  for (const { start, end } of lineRanges(text)) {
    const line = parseLine(text.slice(start, end));
    lines.push(line);
    if (line.kind === 'uri') cutter.cut(start, end, { tag: precedingTag });
    if (line.kind !== 'tag') continue;
    if (URI_FOLLOWS.has(line.name)) precedingTag = line.name;
    if (!cutAttributes(cutter, text, line, end)) return { ok: false, reason: 'bad_attribute_list' };
  }
  return { ok: true, playlist: { lines, ...cutter.finish() } };
}

/** Tags that apply to the next URI line (RFC 8216 §4.3.2.1, §4.3.4.2). */
const URI_FOLLOWS = new Set(['EXTINF', 'EXT-X-STREAM-INF']);

function parseLine(line: string): PlaylistLine {
  if (line.trim() === '') return { kind: 'blank' };
  if (!line.startsWith('#')) return { kind: 'uri', uri: line };
  if (!line.startsWith('#EXT')) return { kind: 'comment', text: line.slice(1) };
  const colon = line.indexOf(':');
  if (colon === -1) return { kind: 'tag', name: line.slice(1), value: '' };
  return { kind: 'tag', name: line.slice(1, colon), value: line.slice(colon + 1) };
}

/** Cuts at the URIs in the attributes of a tag whose line ends at `end`; false when they cannot be told. */
function cutAttributes(cutter: TextCutter, text: string, line: PlaylistLine & { kind: 'tag' }, end: number): boolean {
  const names = uriAttributes[line.name];
  if (names === undefined) return true;
  const valueStart = end - line.value.length;
  const attributes = scanAttributeList(text.slice(valueStart, end));
  if (attributes === null) return false;
  for (const { name, isQuoted, start, end: valueEnd } of attributes) {
    if (!names.includes(name)) continue;
    // Every URI attribute is a quoted string; a bare one would leave the playlist unprotected where it is used.
    if (!isQuoted) return false;
    cutter.cut(valueStart + start, valueStart + valueEnd, { tag: line.name, attribute: name });
  }
  return true;
}

function* lineRanges(text: string): Generator<{ start: number; end: number }> {
  for (let start = 0; start < text.length; ) {
    const lineFeed = text.indexOf('\n', start);
    const end = lineFeed === -1 ? text.length : lineFeed;
    yield { start, end: text[end - 1] === '\r' && end > start ? end - 1 : end };
    start = end + 1;
  }
}

class TextCutter {
  readonly #text: string;
  readonly #literals: string[] = [];
  readonly #uris: UriSlot[] = [];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  cut(start: number, end: number, context: UriContext): void {
    this.#literals.push(this.#text.slice(this.#position, start));
    this.#uris.push({ uri: this.#text.slice(start, end), context });
    this.#position = end;
  }

  finish(): Pick<ParsedPlaylist, 'literals' | 'uris'> {
    return { literals: [...this.#literals, this.#text.slice(this.#position)], uris: this.#uris };
  }
}

/** Whether the text takes more than `limit` bytes as UTF-8. */
function exceedsBytes(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  if (text.length * 3 <= limit) return false;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair is two of the pair's four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes > limit;
}
