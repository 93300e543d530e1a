import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sfu, SfuEvent } from '../../src/ports/sfu.ts';
import type { TestBrowser } from '../browser/launch-browser.ts';
import { freeUdpPort } from '../rtc/free-udp-port.ts';
import { launchWithCamera, openPeer, type RtcPeer, until, untilFramesAdvance } from '../rtc/rtc-peer.ts';

const layers = ['q', 'h', 'f'];
const camera = (peer: RtcPeer) => ({ peer: peer.name, tid: 'camera-1' });
const microphone = (peer: RtcPeer) => ({ peer: peer.name, tid: 'microphone-1' });

/** What every media server behind the port does, with browsers at both ends. */
export function sfuSuite(open: () => Sfu): void {
  let sfu: Sfu;
  let browser: TestBrowser;
  let events: SfuEvent[];
  let room = '';
  let rooms = 0;
  beforeAll(async () => {
    sfu = open();
    browser = await launchWithCamera();
    sfu.on((event) => events.push(event));
  });
  beforeEach(() => {
    events = [];
    rooms += 1;
    room = `room-${rooms}`;
  });
  afterEach(async () => {
    await sfu.closeRoom(room);
    for (const page of browser.context.pages().slice(1)) await page.close();
  });
  afterAll(async () => {
    await browser?.stop();
    await sfu?.stop();
  });

  const enter = (name: string) => openPeer(browser, sfu, room, name);
  const ended = () => events.filter(({ type }) => type === 'trackEnded');

  async function enterWithCamera(name = 'ann'): Promise<RtcPeer> {
    const peer = await enter(name);
    await peer.publish({ kind: 'video', tid: 'camera-1' });
    return peer;
  }

  test('two subscribers see and hear who publishes a camera in layers and a microphone', async () => {
    const ann = await enter('ann');
    const tracks = await ann.publish(
      { kind: 'audio', tid: 'microphone-1' },
      { kind: 'video', tid: 'camera-1', rids: layers },
    );
    expect(tracks.map(({ tid, kind, rids }) => [tid, kind, rids])).toEqual([
      ['microphone-1', 'audio', []],
      ['camera-1', 'video', layers],
    ]);
    const watchers = [await enter('bob'), await enter('cid')];
    await Promise.all(watchers.map((peer) => peer.receive([microphone(ann), camera(ann)])));
    await Promise.all(watchers.map((peer) => untilFramesAdvance(peer, 'camera-1')));
    for (const peer of watchers) {
      const heard = await until(
        () => peer.facts('microphone-1'),
        (facts) => (facts?.packets ?? 0) > 0,
      );
      expect(heard?.kind).toBe('audio');
    }
    expect(await sfu.stats()).toMatchObject({ rooms: 1, publishers: 1, publishedTracks: 2, subscribedTracks: 4 });
  });

  test('a subscriber connects before there is anything to receive', async () => {
    const bob = await enter('bob');
    await bob.receive([]);
    await until(
      () => bob.page.evaluate(() => window.rtc.states().subscriber),
      (state) => state === 'connected',
    );
    expect(events).toContainEqual({ type: 'connection', room, peer: 'bob', session: bob.session(), connected: true });
  });

  test('who speaks is told, and that they fall silent', async () => {
    const ann = await enter('ann');
    await ann.publish({ kind: 'audio', tid: 'microphone-1' });
    const speakers = () => events.filter((event) => event.type === 'speakers').map(({ tracks }) => tracks);
    await until(speakers, (lists) => lists.length > 0);
    expect(speakers()[0]).toEqual([microphone(ann)]);
    await ann.unpublish('microphone-1');
    await until(speakers, (lists) => lists.at(-1)?.length === 0);
  });

  test('a speaker who is muted falls silent, and is heard again', async () => {
    const ann = await enter('ann');
    await ann.publish({ kind: 'audio', tid: 'microphone-1' });
    const lengths = () => events.flatMap((event) => (event.type === 'speakers' ? [event.tracks.length] : []));
    await until(lengths, (all) => all.length === 1);
    await sfu.setMuted(room, microphone(ann), true);
    await until(lengths, (all) => all.length === 2);
    await sfu.setMuted(room, microphone(ann), false);
    await until(lengths, (all) => all.length === 3);
    expect(lengths()).toEqual([1, 0, 1]);
  });

  test('a track that comes later is one more, and one that is left out fires removetrack', async () => {
    const ann = await enterWithCamera();
    const bob = await enter('bob');
    await bob.receive([camera(ann)]);
    await untilFramesAdvance(bob, 'camera-1');
    await ann.publish({ kind: 'video', tid: 'screen-1' });
    await bob.receive([camera(ann), { peer: 'ann', tid: 'screen-1' }]);
    await untilFramesAdvance(bob, 'screen-1');
    await bob.receive([{ peer: 'ann', tid: 'screen-1' }]);
    expect(await bob.page.evaluate(() => window.rtc.removed)).toEqual(['camera-1']);
    await untilFramesAdvance(bob, 'screen-1');
    // The m-line that became free is used again.
    await bob.receive([camera(ann), { peer: 'ann', tid: 'screen-1' }]);
    await untilFramesAdvance(bob, 'camera-1');
  });

  test('what is unpublished ends, and its publisher may publish again', async () => {
    const ann = await enterWithCamera();
    const bob = await enter('bob');
    await bob.receive([camera(ann)]);
    await ann.unpublish('camera-1');
    expect(ended()).toEqual([{ type: 'trackEnded', room, track: camera(ann) }]);
    await bob.receive([camera(ann)]);
    expect(await bob.page.evaluate(() => window.rtc.removed)).toEqual(['camera-1']);
    await ann.publish({ kind: 'video', tid: 'camera-2' });
    await bob.receive([{ peer: 'ann', tid: 'camera-2' }]);
    await untilFramesAdvance(bob, 'camera-2');
  });

  test('nothing is offered while nothing changes, or while an offer waits for its answer', async () => {
    const ann = await enterWithCamera();
    const bob = await enter('bob');
    await bob.receive([]);
    const offer = await sfu.setTracks(bob.session(), [camera(ann)]);
    expect(offer?.offerSdp).toContain('a=msid:camera-1 ');
    expect(await sfu.setTracks(bob.session(), [])).toBeNull();
    const answerSdp = await bob.page.evaluate((sdp) => window.rtc.receive(sdp), offer?.offerSdp ?? '');
    const next = await sfu.answer(bob.session(), answerSdp);
    expect(next?.offerSdp).not.toContain('a=msid:camera-1 ');
    expect(
      await sfu.answer(bob.session(), await bob.page.evaluate((sdp) => window.rtc.receive(sdp), next?.offerSdp ?? '')),
    ).toBeNull();
    expect(await sfu.setTracks(bob.session(), [])).toBeNull();
  });

  test('a muted track stands still for all and a paused one for one subscriber', async () => {
    const ann = await enterWithCamera();
    const [bob, cid] = [await enter('bob'), await enter('cid')];
    for (const peer of [bob, cid]) await peer.receive([camera(ann)]);
    for (const peer of [bob, cid]) await untilFramesAdvance(peer, 'camera-1');
    const standsStill = async (peer: RtcPeer) => {
      let before = await peer.facts('camera-1');
      await until(
        async () => {
          await peer.page.waitForTimeout(300);
          const now = await peer.facts('camera-1');
          const isSame = now?.frames === before?.frames;
          before = now;
          return isSame;
        },
        (isSame) => isSame,
      );
    };
    await sfu.setPaused(bob.session(), camera(ann), true);
    await standsStill(bob);
    await untilFramesAdvance(cid, 'camera-1');
    await sfu.setPaused(bob.session(), camera(ann), false);
    await untilFramesAdvance(bob, 'camera-1');
    await sfu.setMuted(room, camera(ann), true);
    await standsStill(cid);
    await sfu.setMuted(room, camera(ann), false);
    await untilFramesAdvance(cid, 'camera-1');
  });

  test('a subscriber is sent the layer that it prefers at most', async () => {
    const ann = await enter('ann');
    await ann.publish({ kind: 'video', tid: 'camera-1', rids: layers });
    const bob = await enter('bob');
    await bob.receive([camera(ann)]);
    await until(
      () => bob.facts('camera-1'),
      (facts) => (facts?.widthPx ?? 0) > 320,
    );
    await sfu.setPreferredLayer(bob.session(), camera(ann), { spatial: 0, temporal: 2 });
    await until(
      () => bob.facts('camera-1'),
      (facts) => (facts?.widthPx ?? 0) > 0 && (facts?.widthPx ?? 0) <= 320,
    );
    const told = events.filter((event) => event.type === 'layers').at(-1);
    expect(told).toMatchObject({ session: bob.session(), track: camera(ann), layer: { spatial: 0 } });
    await sfu.setPreferredLayer(bob.session(), camera(ann), null);
    await until(
      () => bob.facts('camera-1'),
      (facts) => (facts?.widthPx ?? 0) > 320,
    );
  });

  test('media flows over TCP where UDP is blocked', async () => {
    const withoutUdp = (sdp: string) => sdp.replace(/a=candidate:[^\r]* udp [^\r]*\r\n/g, '');
    const ann = await enter('ann');
    await ann.page.evaluate(() => window.rtc.publish({ kind: 'video', tid: 'camera-1' }));
    await ann.negotiate({ change: withoutUdp });
    const bob = await enter('bob');
    await bob.receive([camera(ann)], withoutUdp);
    await untilFramesAdvance(bob, 'camera-1');
    const ends = [
      await ann.page.evaluate(() => window.rtc.route('publisher')),
      await bob.page.evaluate(() => window.rtc.route('subscriber')),
    ];
    expect(ends.map((end) => end?.protocol)).toEqual(['tcp', 'tcp']);
  });

  test('H.264 is passed on as VP8 is', async () => {
    const ann = await enter('ann');
    await ann.publish({ kind: 'video', tid: 'camera-1', codec: 'video/H264' });
    const bob = await enter('bob');
    await bob.receive([camera(ann)]);
    await untilFramesAdvance(bob, 'camera-1');
  });

  test('both ends start ICE again and keep what they have', async () => {
    const ann = await enterWithCamera();
    const bob = await enter('bob');
    await bob.receive([camera(ann)]);
    await untilFramesAdvance(bob, 'camera-1');
    const tracks = await ann.negotiate({ restart: true });
    expect(tracks.map(({ tid }) => tid)).toEqual(['camera-1']);
    const offer = await sfu.restartIce(bob.session());
    const answerSdp = await bob.page.evaluate((sdp) => window.rtc.receive(sdp), offer?.offerSdp ?? '');
    expect(await sfu.answer(bob.session(), answerSdp)).toBeNull();
    expect(ended()).toEqual([]);
    await untilFramesAdvance(bob, 'camera-1');
  });

  test('an m-line without a binding is not received, and without any list all have ids of ours', async () => {
    const ann = await enter('ann');
    await ann.page.evaluate(() => window.rtc.publish({ kind: 'video', tid: 'camera-1' }));
    const { sdp } = await ann.page.evaluate(() => window.rtc.offer());
    expect((await sfu.publish(room, 'ann', sdp, [])).tracks).toEqual([]);
    const { tracks } = await sfu.publish(room, 'ann', sdp);
    expect(tracks).toMatchObject([{ mid: '0', kind: 'video', tid: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  });

  test.each([
    ['nothing', ''],
    ['no session description', 'hello'],
    ['an offer without ICE and DTLS', 'v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n'],
  ])('%s is refused as an offer and as an answer', async (_, sdp) => {
    const refused = { code: 'rtc/bad-sdp', status: 400 };
    await expect(sfu.publish(room, 'ann', sdp)).rejects.toMatchObject(refused);
    const { session } = await sfu.subscribe(room, 'bob');
    await expect(sfu.answer(session, sdp)).rejects.toMatchObject(refused);
  });

  test('the id of a track cannot write lines into the offers of others', async () => {
    const ann = await enter('ann');
    await ann.page.evaluate(() => window.rtc.publish({ kind: 'video', tid: 'camera-1' }));
    const { sdp } = await ann.page.evaluate(() => window.rtc.offer());
    for (const tid of ['a b', 'a\r\na=x', '', 'a'.repeat(65)]) {
      await expect(sfu.publish(room, 'ann', sdp, [{ mid: '0', tid }])).rejects.toMatchObject({ code: 'rtc/bad-sdp' });
    }
  });

  test('nobody publishes under the id of a track of another, until that has ended', async () => {
    const ann = await enterWithCamera();
    const eve = await enter('eve');
    await eve.page.evaluate(() => window.rtc.publish({ kind: 'video', tid: 'camera-1' }));
    const { sdp } = await eve.page.evaluate(() => window.rtc.offer());
    const bindings = [{ mid: '0', tid: 'camera-1' }];
    const taken = { code: 'rtc/track-taken', status: 409 };
    await expect(sfu.publish(room, 'eve', sdp, bindings)).rejects.toMatchObject(taken);
    await ann.unpublish('camera-1');
    expect((await sfu.publish(room, 'eve', sdp, bindings)).tracks).toMatchObject(bindings);
  });

  test('closing a peer ends its tracks and sessions, and closing a room everything in it', async () => {
    const ann = await enterWithCamera();
    const bob = await enter('bob');
    await bob.receive([camera(ann)]);
    await sfu.closePeer(room, 'ann');
    expect(ended()).toEqual([{ type: 'trackEnded', room, track: camera(ann) }]);
    expect(await sfu.stats()).toMatchObject({ rooms: 1, publishers: 0, publishedTracks: 0, subscribers: 1 });
    await sfu.closeRoom(room);
    expect(await sfu.stats()).toMatchObject({ rooms: 0, subscribers: 0, subscribedTracks: 0 });
    const unknown = { code: 'rtc/unknown-session', status: 404 };
    await expect(sfu.setTracks(bob.session(), [])).rejects.toMatchObject(unknown);
    await expect(sfu.setMuted(room, camera(ann), true)).rejects.toMatchObject({ code: 'rtc/unknown-track' });
  });

  test('ffmpeg decodes a track that is forwarded to it', async () => {
    const ann = await enterWithCamera();
    const folder = mkdtempSync(join(tmpdir(), 'sluice-rtp-'));
    const port = await freeUdpPort();
    const forwarding = await sfu.forwardRtp(room, camera(ann), { ip: '127.0.0.1', port, rtcpPort: port + 1 });
    expect(forwarding).toMatchObject({ kind: 'video', codec: 'VP8', clockRate: 90_000 });
    const file = join(folder, 'in.sdp');
    writeFileSync(file, forwarding.sdp);
    const input = ['-protocol_whitelist', 'file,udp,rtp', '-i', file];
    const output = ['-frames:v', '5', '-f', 'framehash', '-'];
    const ffmpeg = spawn('ffmpeg', ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, ...output]);
    try {
      const frames = new Promise<string>((resolve) => {
        let text = '';
        ffmpeg.stdout.on('data', (chunk) => (text += chunk));
        ffmpeg.on('close', () => resolve(text));
      });
      await forwarding.start();
      // The key frame may have come before ffmpeg listened.
      const again = setInterval(() => void forwarding.requestKeyFrame().catch(() => undefined), 500);
      const decoded = await frames.finally(() => clearInterval(again));
      expect(decoded.split('\n').filter((line) => /^0,/.test(line))).toHaveLength(5);
    } finally {
      ffmpeg.kill('SIGKILL');
      await forwarding.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
