/** What the address of a watch page says. Tokens are empty where there is none. */
export interface WatchAddress {
  readonly assetId: string;
  readonly token: string;
  readonly keyToken: string;
}

/** Edge access §2. */
const assetIdForm = /^\/watch\/([A-Za-z0-9_-]{1,64})\/?$/;

/**
 * Reads `/watch/{aid}` and `#et={edge token}&kt={key token}`. The fragment never reaches a server or its log. Null when
 * the path names no asset.
 */
export function parseWatchAddress(pathname: string, fragment: string): WatchAddress | null {
  const assetId = assetIdForm.exec(pathname)?.[1];
  if (assetId === undefined) return null;
  return { assetId, token: fragmentValue(fragment, 'et'), keyToken: fragmentValue(fragment, 'kt') };
}

/** A `+` stays a plus, and text that is not percent-encoded stays as it is: tokens hold neither blanks nor `&`. */
function fragmentValue(fragment: string, name: string): string {
  const pair = fragment
    .replace(/^#/, '')
    .split('&')
    .find((part) => part.startsWith(`${name}=`));
  const rawValue = pair?.slice(name.length + 1) ?? '';
  try {
    return decodeURIComponent(rawValue);
  } catch {
    return rawValue;
  }
}
