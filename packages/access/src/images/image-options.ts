/** How a picture is asked for; null leaves a value to the image engine. */
export interface ImageOptions {
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** 1–100. */
  readonly quality: number | null;
}

const maxTextLength = 128;
const maxDigits = 15;

/**
 * Parses an option segment (Vylux contract §5.1): tokens `wN`, `hN`, `qN` in any order joined by `_`; leading zeros are
 * allowed and the last of a repeated token counts. Null for anything else, the empty segment included: with no options
 * the signed text of an image would be that of an original.
 */
export function parseImageOptions(text: string): ImageOptions | null {
  if (text.length > maxTextLength) return null;
  const values: Record<string, number> = {};
  for (const token of text.split('_')) {
    const value = parseDecimal(token.slice(1));
    const name = token.charAt(0);
    if (value === null || !(name === 'w' || name === 'h' || name === 'q')) return null;
    if (name === 'q' && (value < 1 || value > 100)) return null;
    values[name] = value;
  }
  return { widthPx: values.w ?? null, heightPx: values.h ?? null, quality: values.q ?? null };
}

/** The one canonical text of `options`: `w`, `h`, `q`, those present, as plain decimals; empty when none is. */
export function formatImageOptions({ widthPx, heightPx, quality }: ImageOptions): string {
  const tokens = [
    widthPx === null ? '' : `w${widthPx}`,
    heightPx === null ? '' : `h${heightPx}`,
    quality === null ? '' : `q${quality}`,
  ];
  return tokens.filter((token) => token !== '').join('_');
}

function parseDecimal(digits: string): number | null {
  if (digits === '') return null;
  for (let index = 0; index < digits.length; index++) {
    const code = digits.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return null;
  }
  return digits.replace(/^0+/, '').length > maxDigits ? null : Number(digits);
}
