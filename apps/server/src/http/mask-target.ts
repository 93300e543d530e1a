/** A request target fit for a log: playback tokens in path and query are replaced (edge access §7). */
export function maskTarget(rawTarget: string): string {
  return rawTarget
    .slice(0, 2048)
    .replace(/^\/_t\/[^/?]*/, '/_t/***')
    .replace(/^\/embed\/[^/?]*/, '/embed/***')
    .replace(/([?&])([^=&]*)=([^&]*)/g, (whole, mark: string, name: string) =>
      isTokenName(name) ? `${mark}${name}=***` : whole,
    );
}

/** Any spelling that decodes to `et`, so that an escaped name does not slip into the log. */
function isTokenName(rawName: string): boolean {
  try {
    return decodeURIComponent(rawName).toLowerCase() === 'et';
  } catch {
    return true;
  }
}
