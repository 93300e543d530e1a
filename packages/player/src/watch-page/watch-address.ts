/** What the address of a watch page says. Tokens are empty where there is none. */
export interface WatchAddress {
  readonly assetId: string;
  readonly token: string;
  readonly keyToken: string;
}

/** What the server takes as an id; none of it needs percent-encoding in a path, but a link may have it anyway. */
const assetIdForm = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,128}$/;

/**
 * Reads `/watch/{aid}` and `#et={edge token}&kt={key token}`. The fragment never reaches a server or its log. Null when
 * the path names no asset.
 */
export function parseWatchAddress(pathname: string, fragment: string): WatchAddress | null {
  const assetId = percentDecoded(/^\/watch\/([^/]+)\/?$/.exec(pathname)?.[1] ?? '');
  if (!assetIdForm.test(assetId)) return null;
  return { assetId, token: fragmentValue(fragment, 'et'), keyToken: fragmentValue(fragment, 'kt') };
}

/** The fragment that {@link parseWatchAddress} reads. */
export function formatWatchFragment({ token, keyToken }: WatchAddress): string {
  return `#et=${encodeURIComponent(token)}&kt=${encodeURIComponent(keyToken)}`;
}

function fragmentValue(fragment: string, name: string): string {
  const pair = fragment
    .replace(/^#/, '')
    .split('&')
    .find((part) => part.startsWith(`${name}=`));
  return percentDecoded(pair?.slice(name.length + 1) ?? '');
}

/** A `+` stays a plus, and text that is not percent-encoded stays as it is: tokens hold neither blanks nor `&`. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
