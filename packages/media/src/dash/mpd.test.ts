import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filmWith, kid, r720 } from '../../test/support/presentation.ts';
import { formatMpd } from './format-mpd.ts';
import { mpd } from './mpd-of.ts';
import { escapeXml } from './xml.ts';

describe('the manifest of a presentation', () => {
  it('lists each segment of each rendition once', () => {
    expect(formatMpd(mpd(filmWith({ video: [r720] })))).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:cenc="urn:mpeg:cenc:2013" xmlns:dashif="https://dashif.org/CPS" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="static" mediaPresentationDuration="PT13.013S" minBufferTime="PT6.016S">
  <Period id="0" start="PT0S">
    <AdaptationSet id="0" contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1">
      <Representation id="r720_h264" codecs="avc1.64001f" bandwidth="2000000" width="1280" height="720" frameRate="30000/1001" sar="1:1">
        <SegmentTemplate timescale="30000" startNumber="1" initialization="video/r720_h264/init.mp4" media="video/r720_h264/seg_$Number$.m4s">
          <SegmentTimeline>
            <S t="0" d="180180" r="1"/>
            <S d="30030"/>
          </SegmentTimeline>
        </SegmentTemplate>
      </Representation>
    </AdaptationSet>
    <AdaptationSet id="1" contentType="audio" mimeType="audio/mp4" segmentAlignment="true" startWithSAP="1">
      <Representation id="und_aac_2ch" codecs="mp4a.40.2" bandwidth="128000" audioSamplingRate="48000">
        <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
        <SegmentTemplate timescale="48000" startNumber="1" initialization="audio/und_aac_2ch/init.mp4" media="audio/und_aac_2ch/seg_$Number$.m4s">
          <SegmentTimeline>
            <S t="0" d="288768"/>
            <S d="287744"/>
            <S d="49152"/>
          </SegmentTimeline>
        </SegmentTemplate>
      </Representation>
    </AdaptationSet>
  </Period>
</MPD>
`);
  });

  it('asks for a ClearKey licence over CBCS, whichever form is stored', () => {
    const film = filmWith({ encryption: { scheme: 'aes-128', kid } });
    const text = formatMpd(mpd(film, { licenseUrl: 'https://media.example.com/api/key/lesson-12?a=1&b=2' }));
    const common =
      '<ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="cbcs" cenc:default_KID="5e1f0c5d-7a0b-4f6f-9d2f-3c6a8b1e4d70"/>';
    expect(text.split(common).length - 1).toBe(2);
    expect(text).toContain(
      '<dashif:Laurl licenseType="EME-1.0">https://media.example.com/api/key/lesson-12?a=1&amp;b=2</dashif:Laurl>',
    );
  });

  it('names the key alone when the licence comes another way', () => {
    const text = formatMpd(mpd(filmWith({ encryption: { scheme: 'cbcs', kid } })));
    expect(text).toContain('cenc:default_KID');
    expect(text).not.toContain('Laurl');
  });

  it('puts another place for the segments before everything else', () => {
    const text = formatMpd(mpd(filmWith(), { baseUrl: '/_t/abc/v/lesson-12/' }));
    expect(text).toMatch(/<MPD[^>]*>\n {2}<BaseURL>\/_t\/abc\/v\/lesson-12\/<\/BaseURL>\n {2}<Period/);
  });

  it('has a set for each video codec', () => {
    const av1 = { ...r720, id: 'r720_av1', codec: 'av1', codecs: 'av01.0.08M.08' } as const;
    const sets = mpd(filmWith({ video: [av1, r720], audio: [] })).adaptationSets;
    expect(sets.map(({ representations }) => representations.map(({ id }) => id))).toEqual([
      ['r720_av1'],
      ['r720_h264'],
    ]);
  });

  it('keeps a dollar sign of a folder out of the template', () => {
    const [set] = mpd(filmWith({ video: [{ ...r720, path: 'video/$Time$' }] })).adaptationSets;
    expect(set?.representations[0]?.segments.media).toBe('video/$$Time$$/seg_$Number$.m4s');
  });

  it.each([
    [0.1 + 0.2, 'PT0.3S'],
    [7200, 'PT7200S'],
    [1 / 3, 'PT0.333333S'],
  ])('writes %d seconds as %s', (durationSeconds, text) => {
    expect(formatMpd(mpd(filmWith({ durationSeconds })))).toContain(`mediaPresentationDuration="${text}"`);
  });
});

describe('escapeXml', () => {
  it('leaves nothing that could end an attribute or an element', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']|&(?!\w+;)/.test(escapeXml(text))));
  });

  it('drops what no XML document may hold', () => {
    expect(escapeXml('a\u0000\u0008\u000b\u001f\uffffb\t\n')).toBe('ab\t\n');
  });

  it('is undone by reading the entities', () => {
    const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
    const read = (text: string) => text.replace(/&(\w+);/g, (_, name: string) => entities[name] ?? '');
    fc.assert(fc.property(fc.string(), (text) => read(escapeXml(text)) === text));
  });
});
