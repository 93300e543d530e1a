import { execFileSync } from 'node:child_process';
import { version, workerBin } from 'mediasoup';
import { afterEach, describe, expect, test } from 'vitest';
import { createMediasoupSfu } from '../../src/adapters/sfu/mediasoup/create-mediasoup-sfu.ts';
import type { SfuOptions } from '../../src/adapters/sfu/mediasoup/sfu-options.ts';
import type { Sfu, SfuEvent } from '../../src/ports/sfu.ts';
import { until } from '../rtc/rtc-peer.ts';
import { sfuSuite } from './sfu.suite.ts';

const options: SfuOptions = {
  workerFile: process.env.MEDIASOUP_WORKER_BIN ?? '',
  workers: 1,
  port: 0,
  listenIp: '127.0.0.1',
  announcedAddress: '',
  maxRooms: 2,
  maxIncomingBitrate: 4_000_000,
  maxOutgoingBitrate: 8_000_000,
};

describe('mediasoup', () => {
  sfuSuite(() => createMediasoupSfu(options));
});

describe('the workers of mediasoup', () => {
  let sfu: Sfu;
  afterEach(() => sfu.stop());

  const workerIds = () => {
    const children = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
    return [...children.matchAll(/(\d+) mediasoup/g)].map(([, id]) => Number(id));
  };

  test('rooms are spread over them, and one that dies takes its own along and is started again', async () => {
    sfu = createMediasoupSfu({ ...options, workers: 2 });
    const events: SfuEvent[] = [];
    sfu.on((event) => events.push(event));
    await sfu.subscribe('red', 'ann');
    const [first] = workerIds();
    const blue = await sfu.subscribe('blue', 'bob');
    expect(workerIds()).toHaveLength(2);
    process.kill(first ?? 0, 'SIGKILL');
    await until(
      () => events,
      (seen) => seen.length > 0,
    );
    expect(events).toEqual([{ type: 'died', rooms: ['red'] }]);
    expect(await sfu.setTracks(blue.session, [])).toBeNull();
    expect((await sfu.subscribe('red', 'ann')).offerSdp).toContain('webrtc-datachannel');
    expect(workerIds()).toHaveLength(2);
  });

  test('no room is opened beyond the limit', async () => {
    sfu = createMediasoupSfu(options);
    await sfu.subscribe('red', 'ann');
    await sfu.subscribe('blue', 'ann');
    await expect(sfu.subscribe('green', 'ann')).rejects.toMatchObject({ code: 'rtc/too-many-rooms', status: 503 });
    await sfu.closeRoom('red');
    expect(await sfu.subscribe('green', 'ann')).toHaveProperty('session');
  });

  test('while the worker is still being built, rooms are not ready, and nothing is left of the attempt', async () => {
    sfu = createMediasoupSfu({ ...options, workerFile: '/nowhere/mediasoup-worker' });
    const refused = { code: 'rtc/not-ready', status: 503 };
    await expect(sfu.ready()).rejects.toMatchObject(refused);
    await expect(sfu.subscribe('red', 'ann')).rejects.toMatchObject(refused);
    expect(await sfu.stats()).toMatchObject({ rooms: 0 });
  });

  test("which worker runs is told: one that loads the system's libraries is compiled, any other one upstream's", async () => {
    sfu = createMediasoupSfu({ ...options, workerFile: '/nowhere/mediasoup-worker' });
    expect(await sfu.build()).toBeNull();
    const needed = execFileSync('/usr/bin/ldd', [options.workerFile || workerBin], { encoding: 'utf8' });
    const kind = needed.includes('libsrtp2') ? 'compiled' : 'prebuilt';
    expect(await createMediasoupSfu(options).build()).toEqual({ version, kind });
    expect(await createMediasoupSfu({ ...options, workerFile: process.execPath }).build()).toMatchObject({
      kind: 'prebuilt',
    });
  });

  test('the address that browsers are told is the announced one, with UDP and TCP on the port', async () => {
    const port = 40_000 + Math.floor(Math.random() * 9_000);
    sfu = createMediasoupSfu({ ...options, port, announcedAddress: '192.0.2.7' });
    const { offerSdp } = await sfu.subscribe('red', 'ann');
    const candidates = [...offerSdp.matchAll(/a=candidate:\S+ 1 (\w+) \d+ (\S+) (\d+)/g)].map((match) =>
      match.slice(1),
    );
    expect(candidates).toEqual([
      ['udp', '192.0.2.7', String(port)],
      ['tcp', '192.0.2.7', String(port)],
    ]);
  });
});
