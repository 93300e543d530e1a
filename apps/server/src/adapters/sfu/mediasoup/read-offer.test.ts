import fc from 'fast-check';
import { generateRouterRtpCapabilities } from 'mediasoup/ortc';
import { describe, expect, test } from 'vitest';
import { mediaCodecs, usableCapabilities } from './media-codecs.ts';
import { readOffer } from './read-offer.ts';

const capabilities = usableCapabilities(generateRouterRtpCapabilities(mediaCodecs));

const session = `v=0
o=- 1 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
a=extmap-allow-mixed
a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}
a=setup:actpass`;

const audio = `m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 0.0.0.0
a=mid:0
a=sendonly
a=rtcp-mux
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=ssrc:1234 cname:x`;

const video = `m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 0.0.0.0
a=mid:1
a=sendonly
a=rtcp-mux
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96`;

const layers = `a=rid:q send
a=rid:h send
a=simulcast:send q;~h`;

const read = (...lines: string[]) => readOffer(`${lines.join('\n').replaceAll('\n', '\r\n')}\r\n`, capabilities);

describe('an offer', () => {
  test('names what its m-lines send', () => {
    const { media, iceUfrag } = read(session, audio, video, layers);
    expect(iceUfrag).toBe('abcd');
    expect(media.map(({ mid, kind, sends }) => [mid, kind, sends])).toEqual([
      ['0', 'audio', true],
      ['1', 'video', true],
    ]);
    expect(media[0]?.sent.encodings).toEqual([{ ssrc: 1234 }]);
  });

  test('has its layers by their rids, those too that begin paused', () => {
    const { media } = read(session, audio, video, layers);
    expect(media[1]?.rids).toEqual(['q', 'h']);
    expect(media[1]?.sent.encodings?.map(({ rid }) => rid)).toEqual(['q', 'h']);
  });

  test('may leave the sources of an m-line unnamed', () => {
    expect(read(session, video).media[0]?.sent.encodings).toEqual([{}]);
  });

  test.each(['recvonly', 'inactive'])('has an m-line that is %s, and sends nothing on it', (direction) => {
    const { media } = read(session, audio.replace('sendonly', direction));
    expect(media).toMatchObject([{ mid: '0', sends: false, sent: { encodings: [] } }]);
  });

  test('refuses an m-line by a port of 0, unless that waits to be bundled', () => {
    const refused = audio.replace('audio 9', 'audio 0');
    expect(read(session, refused, video).media.map(({ mid }) => mid)).toEqual(['1']);
    expect(read(session, video, `${refused}\na=bundle-only`).media.map(({ mid }) => mid)).toEqual(['1', '0']);
  });

  test('of codecs that are not ours, or of data, has an m-line that we refuse', () => {
    const foreign = video.replace('VP8', 'AV1');
    const data = 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\na=sctp-port:5000';
    const { media, descriptions } = read(session, foreign, data);
    expect(media).toEqual([]);
    expect(descriptions).toHaveLength(2);
  });

  test('does not bring the absolute capture time, which would keep layers from changing', () => {
    const ext = 'a=extmap:12 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';
    const { media } = read(session, video, ext);
    expect(JSON.stringify(media[0]?.sent)).not.toContain('abs-capture-time');
  });

  test('with any line lost, doubled or made up is read or refused, and nothing else happens', () => {
    const lines = [session, audio, video, layers].join('\n').split('\n');
    const place = fc.nat(lines.length - 1);
    const edit = fc.record({ place, by: fc.constantFrom('lose', 'double', 'fill'), text: fc.string() });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        const changed = [...lines];
        for (const { place, by, text } of edits) {
          const line = changed[place] ?? '';
          const insert = by === 'lose' ? [] : by === 'double' ? [line, line] : [`${line.slice(0, 6)}${text}`];
          changed.splice(place, 1, ...insert);
        }
        try {
          const { media, descriptions } = read(...changed);
          expect(media.length).toBeLessThanOrEqual(descriptions.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 500 },
    );
  });
});
