// Runs in a network of its own, which has nothing but a loopback: publishes 1280x720 in three layers, narrows the way to
// the one subscriber and widens it again. Prints one line of JSON: what the subscriber saw.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMediasoupSfu } from '../../src/adapters/sfu/mediasoup/create-mediasoup-sfu.ts';
import { launchWithCamera, openPeer, type RtcPeer, until } from './rtc-peer.ts';

const PORT = 40_000;
const RATE = '700kbit';
const LAYERS = ['q', 'h', 'f'];

const ip = (...args: string[]) => execFileSync('ip', args);
const tc = (...args: string[]) => execFileSync('/usr/sbin/tc', args);

/** What the media server sends to this port comes no faster than the rate, and a third of a second late at most. */
function narrow(port: number): void {
  tc('qdisc', 'add', 'dev', 'lo', 'root', 'handle', '1:', 'htb', 'default', '10');
  tc('class', 'add', 'dev', 'lo', 'parent', '1:', 'classid', '1:10', 'htb', 'rate', '1gbit');
  tc('class', 'add', 'dev', 'lo', 'parent', '1:', 'classid', '1:20', 'htb', 'rate', RATE);
  tc('qdisc', 'add', 'dev', 'lo', 'parent', '1:20', 'handle', '20:', 'bfifo', 'limit', '30000');
  const match = ['match', 'ip', 'sport', String(PORT), '0xffff', 'match', 'ip', 'dport', String(port), '0xffff'];
  tc('filter', 'add', 'dev', 'lo', 'protocol', 'ip', 'parent', '1:', 'u32', ...match, 'flowid', '1:20');
}

const widen = (): Buffer => tc('qdisc', 'del', 'dev', 'lo', 'root');

/** The longest time, in ms, without a new frame, until the picture has been smaller for a second and a half. */
async function longestPause(peer: RtcPeer, fullWidthPx: number): Promise<number> {
  let last = { frames: 0, atMs: performance.now() };
  let smallerAtMs = Number.POSITIVE_INFINITY;
  let longest = 0;
  const look = async (): Promise<number> => {
    const { frames = 0, widthPx = 0 } = (await peer.facts('camera-1')) ?? {};
    const nowMs = performance.now();
    longest = Math.max(longest, nowMs - last.atMs);
    if (frames !== last.frames) last = { frames, atMs: nowMs };
    if (widthPx < fullWidthPx) smallerAtMs = Math.min(smallerAtMs, nowMs);
    return nowMs - smallerAtMs;
  };
  await until(look, (smallerForMs) => smallerForMs > 1_500, 15_000);
  return Math.round(longest);
}

/** Pictures that fill what an encoder may spend: those of the made up camera are too plain for that. */
function film(folder: string): string {
  const file = join(folder, 'busy.mjpeg');
  const source = 'testsrc2=size=1280x720:rate=10:duration=4,noise=alls=20:allf=t';
  execFileSync('ffmpeg', ['-loglevel', 'error', '-f', 'lavfi', '-i', source, '-q:v', '6', file]);
  return file;
}

ip('link', 'set', 'lo', 'up');
const folder = mkdtempSync(join(tmpdir(), 'sluice-link-'));
const sfu = createMediasoupSfu({
  workerFile: process.env.MEDIASOUP_WORKER_BIN ?? '',
  workers: 1,
  port: PORT,
  listenIp: '127.0.0.1',
  announcedAddress: '',
  maxRooms: 1,
  maxIncomingBitrate: 4_000_000,
  maxOutgoingBitrate: 8_000_000,
});
let layer = -1;
sfu.on((event) => {
  if (event.type === 'layers') layer = event.layer?.spatial ?? -1;
});
/** Resolves to the width of the largest layer, which a busy machine makes smaller than the camera's. */
async function untilFull(peer: RtcPeer): Promise<number> {
  await until(
    () => layer,
    (now) => now === LAYERS.length - 1,
    45_000,
  );
  const first = await peer.facts('camera-1');
  await until(
    () => peer.facts('camera-1'),
    (facts) => (facts?.frames ?? 0) > (first?.frames ?? 0) + 5,
  );
  return (await peer.facts('camera-1'))?.widthPx ?? 0;
}

const browser = await launchWithCamera(`--use-file-for-fake-video-capture=${film(folder)}`);
try {
  const ann = await openPeer(browser, sfu, 'room', 'ann');
  const bob = await openPeer(browser, sfu, 'room', 'bob');
  await ann.publish({ kind: 'video', tid: 'camera-1', rids: LAYERS });
  await bob.receive([{ peer: 'ann', tid: 'camera-1' }]);
  const fullWidthPx = await untilFull(bob);
  const route = await bob.page.evaluate(() => window.rtc.route('subscriber'));
  narrow(route?.localPort ?? 0);
  const longestPauseMs = await longestPause(bob, fullWidthPx);
  const narrowedWidthPx = (await bob.facts('camera-1'))?.widthPx ?? 0;
  widen();
  const widenedWidthPx = await untilFull(bob);
  process.stdout.write(`${JSON.stringify({ fullWidthPx, longestPauseMs, narrowedWidthPx, widenedWidthPx })}\n`);
} finally {
  await browser.stop();
  await sfu.stop();
  rmSync(folder, { recursive: true, force: true });
}
