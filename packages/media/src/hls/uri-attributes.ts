/** Attributes that hold URIs, by tag (edge-access §15.2; RFC 8216bis for the newer tags). */
export const uriAttributes: Readonly<Record<string, readonly string[]>> = {
  'EXT-X-MEDIA': ['URI'],
  'EXT-X-I-FRAME-STREAM-INF': ['URI'],
  'EXT-X-IMAGE-STREAM-INF': ['URI'],
  'EXT-X-MAP': ['URI'],
  'EXT-X-KEY': ['URI'],
  'EXT-X-SESSION-KEY': ['URI'],
  'EXT-X-SESSION-DATA': ['URI'],
  'EXT-X-PART': ['URI'],
  'EXT-X-PRELOAD-HINT': ['URI'],
  'EXT-X-RENDITION-REPORT': ['URI'],
  'EXT-X-CONTENT-STEERING': ['SERVER-URI'],
  'EXT-X-DATERANGE': ['X-ASSET-URI', 'X-ASSET-LIST'],
};
