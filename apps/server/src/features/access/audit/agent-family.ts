/** The first that matches counts: many name others for compatibility. */
const families: readonly (readonly [string, RegExp])[] = [
  ['bot', /bot\b|crawler|spider/i],
  ['chromecast', /CrKey/],
  ['tv', /SmartTV|SMART-TV|Tizen|Web0S|webOS|AppleTV|Roku|AFT[A-Z]/],
  ['exoplayer', /ExoPlayer|AndroidXMedia3/],
  ['apple-media', /AppleCoreMedia/],
  ['vlc', /VLC|LibVLC/i],
  ['ffmpeg', /Lavf|ffmpeg/i],
  ['edge', /\bEdg(?:e|A|iOS)?\//],
  ['opera', /\bOPR\//],
  ['firefox', /\b(?:Firefox|FxiOS)\//],
  ['chrome', /\b(?:HeadlessChrome|Chrome|Chromium|CriOS)\//],
  ['safari', /\bSafari\//],
  ['tool', /^(?:curl|Wget|node|undici|python|Go-http-client|okhttp|Java|axios)\b/i],
];

/** Longer ones tell nothing more. */
const MAX_READ = 512;

/** The family of the program that a `User-Agent` names, `other` for one we do not know, `none` without the header. */
export function agentFamily(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent === '') return 'none';
  const read = userAgent.slice(0, MAX_READ);
  return families.find(([, pattern]) => pattern.test(read))?.[0] ?? 'other';
}
