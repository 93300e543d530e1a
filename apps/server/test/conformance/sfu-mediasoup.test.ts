import { describe } from 'vitest';
import { createMediasoupSfu } from '../../src/adapters/sfu/mediasoup/create-mediasoup-sfu.ts';
import type { SfuOptions } from '../../src/adapters/sfu/mediasoup/sfu-options.ts';
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
