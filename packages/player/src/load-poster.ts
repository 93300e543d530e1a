import { type Credentials, credentialHeader } from './playback/request-credentials.ts';

/**
 * An address that a video element can show as its poster. A protected picture is fetched with its credential and handed
 * over as an object URL, which the caller revokes; null when the server gives none, which is no reason not to play.
 */
export async function loadPoster(
  posterUrl: string,
  sourceUrl: string,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<string | null> {
  const header = credentialHeader(posterUrl, sourceUrl, credentials);
  if (header === null) return posterUrl;
  try {
    const response = await fetch(posterUrl, { headers: [[...header]], signal });
    return response.ok ? URL.createObjectURL(await response.blob()) : null;
  } catch {
    return null;
  }
}
