// Our media server behind its port: descriptions in, descriptions out, all that watches a room running.
import { createMediasoupSfu } from '../../apps/server/src/adapters/sfu/mediasoup/create-mediasoup-sfu.ts';
import { answerParent } from './ask-child.ts';
import type { EngineCalls } from './engine-calls.ts';
import { MAX_BITRATE } from './engine-settings.ts';

const sfu = createMediasoupSfu({
  workerFile: process.env.MEDIASOUP_WORKER_BIN ?? '',
  workers: 1,
  port: 0,
  listenIp: '127.0.0.1',
  announcedAddress: '',
  maxRooms: 100,
  maxIncomingBitrate: MAX_BITRATE,
  maxOutgoingBitrate: MAX_BITRATE,
});
await sfu.ready();

const calls: EngineCalls = {
  async publish(room, peer, { sdp }) {
    const bindings = [
      { mid: '0', tid: `${peer}-audio` },
      { mid: '1', tid: `${peer}-video` },
    ];
    return (await sfu.publish(room, peer, sdp, bindings)).answerSdp;
  },
  async join(room, peer, publishers) {
    const { session, offerSdp } = await sfu.subscribe(room, peer);
    const tracks = publishers.flatMap((each) =>
      ['audio', 'video'].map((kind) => ({ peer: each, tid: `${each}-${kind}` })),
    );
    // The tracks are offered when this first offer is answered.
    await sfu.setTracks(session, tracks);
    return { session, offerSdp };
  },
  answer: async (session, { sdp }) => (await sfu.answer(session, sdp))?.offerSdp ?? null,
  leave: (session) => sfu.closeSession(session),
  closeRoom: (room) => sfu.closeRoom(room),
};
answerParent(calls, () => sfu.stop());
