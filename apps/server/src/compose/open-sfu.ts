import { availableParallelism } from 'node:os';
import { createMediasoupSfu } from '../adapters/sfu/mediasoup/create-mediasoup-sfu.ts';
import type { Settings } from '../config/index.ts';
import type { TurnSettings } from '../platform/ice-servers.ts';
import type { Sfu } from '../ports/sfu.ts';

/** The media server as configured; it starts with the first room. */
export function openSfu(config: Settings): Sfu {
  return createMediasoupSfu({
    workerFile: config.MEDIASOUP_WORKER_BIN,
    workers: config.RTC_WORKERS === 0 ? availableParallelism() : config.RTC_WORKERS,
    port: config.RTC_PORT,
    listenIp: config.RTC_LISTEN_IP,
    announcedAddress: config.RTC_ANNOUNCED_ADDRESS,
    maxRooms: config.RTC_MAX_ROOMS,
    maxIncomingBitrate: config.RTC_MAX_INCOMING_BITRATE,
    maxOutgoingBitrate: config.RTC_MAX_OUTGOING_BITRATE,
  });
}

export const turnSettings = (config: Settings): TurnSettings => ({
  urls: config.RTC_TURN_URLS,
  secret: config.RTC_TURN_SECRET,
  lifetimeSeconds: config.RTC_TURN_LIFETIME,
});
