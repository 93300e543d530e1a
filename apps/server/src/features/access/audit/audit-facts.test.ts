import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentFamily } from './agent-family.ts';
import { pathClass } from './path-class.ts';

describe('what a record tells of a request', () => {
  it('is the family of the program, not its version or its machine', () => {
    const chrome =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
    const safari = 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';
    for (const [agent, family] of [
      [chrome, 'chrome'],
      [`${chrome} Edg/126.0.0.0`, 'edge'],
      [`${chrome} CrKey/1.56`, 'chromecast'],
      [safari, 'safari'],
      ['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'firefox'],
      ['AppleCoreMedia/1.0.0.21F90 (iPhone; U; CPU OS 17_5_1 like Mac OS X; en_us)', 'apple-media'],
      ['Lavf/60.16.100', 'ffmpeg'],
      ['curl/8.5.0', 'tool'],
      ['Something/1.0', 'other'],
      ['', 'none'],
      [undefined, 'none'],
    ] as const) {
      expect(agentFamily(agent), agent).toBe(family);
    }
  });

  it('is never a part of what the client wrote', () => {
    const known =
      /^(bot|chromecast|tv|exoplayer|apple-media|vlc|ffmpeg|edge|opera|firefox|chrome|safari|tool|other|none)$/;
    fc.assert(fc.property(fc.string(), (agent) => known.test(agentFamily(agent))));
  });

  it('is the class of a path, not its name', () => {
    for (const [path, expected] of [
      ['/v/film/master.m3u8', 'manifest'],
      ['manifest.mpd', 'manifest'],
      ['r720_h264/init.mp4', 'init'],
      ['r720_h264/seg_00001.m4s', 'segment'],
      ['/k/film/00112233445566778899aabbccddeeff.key', 'key'],
      ['subs/en.vtt', 'subtitle'],
      ['cover.jpg', 'picture'],
      ['film.mp4', 'film'],
      ['constructor', 'other'],
      ['', 'other'],
    ] as const) {
      expect(pathClass(path), path).toBe(expected);
    }
  });
});
