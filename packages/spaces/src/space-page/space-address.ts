/** What the address of a page of a space says. */
export interface SpaceAddress {
  readonly spaceId: string;
  /** Empty where there is none. */
  readonly token: string;
}

/** Reads `/spaces/{id}` and `#token={space token}`. The fragment never reaches a server. Null for another path. */
export function parseSpaceAddress(pathname: string, fragment: string): SpaceAddress | null {
  const spaceId = /^\/spaces\/([A-Za-z0-9]{1,64})\/?$/.exec(pathname)?.[1];
  return spaceId === undefined ? null : { spaceId, token: parsePastedToken(fragment) };
}

/** The fragment that {@link parseSpaceAddress} reads. */
export function formatSpaceFragment(token: string): string {
  return `#token=${encodeURIComponent(token)}`;
}

/** The token in what somebody pasted: the token alone, or a whole link with it. Empty where there is none. */
export function parsePastedToken(text: string): string {
  const inLink = /[#&]token=([^&\s]+)/.exec(text)?.[1];
  const token = inLink === undefined ? text.trim() : decoded(inLink);
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token) ? token : '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
