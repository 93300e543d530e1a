import type { IceServer } from '../../../platform/ice-servers.ts';
import type { Sfu } from '../../../ports/sfu.ts';
import { isSluiceError } from '../../../ports/sluice-error.ts';
import type { SfuCommand } from '../room/step.ts';
import type { ConnectionInput } from '../room/step-room.ts';

export interface MediaParts {
  readonly sfu: Sfu;
  /** The name of the room there. */
  readonly spaceId: string;
  iceServers(connectionId: string): readonly IceServer[];
  /** Takes the result of a command. */
  feed(connectionId: string, input: ConnectionInput): void;
  reportFailure(error: unknown): void;
}

/** What browsers say and the media server cannot read is theirs; that it is not there is ours. */
const isClientsFault = (error: unknown): boolean =>
  isSluiceError(error) && (error.status === 400 || error.status === 409);

/** Does what a room asks of the media server, and feeds the room with what comes of it. */
export function createRunMedia({ sfu, spaceId, iceServers, feed, reportFailure }: MediaParts) {
  const sessions = new Map<string, string>();

  async function open(id: string): Promise<void> {
    const { session, offerSdp } = await sfu.subscribe(spaceId, id);
    sessions.set(id, session);
    feed(id, { kind: 'opened', offerSdp, iceServers: iceServers(id) });
  }

  async function negotiate(id: string, call: (session: string) => ReturnType<Sfu['setTracks']>): Promise<void> {
    const session = sessions.get(id);
    const offer = session === undefined ? null : await call(session);
    if (offer !== null) feed(id, { kind: 'offered', ...offer });
  }

  async function publish({ connectionId, offerSdp, bindings }: Extract<SfuCommand, { kind: 'publish' }>) {
    const { answerSdp, tracks } = await sfu.publish(spaceId, connectionId, offerSdp, bindings);
    feed(connectionId, { kind: 'answered', answerSdp, tracks });
  }

  function run(command: SfuCommand): Promise<void> {
    const { connectionId } = command;
    switch (command.kind) {
      case 'open':
        return open(connectionId);
      case 'publish':
        return publish(command);
      case 'receive':
        return negotiate(connectionId, (session) => sfu.setTracks(session, command.tracks));
      case 'answer':
        return negotiate(connectionId, (session) => sfu.answer(session, command.answerSdp));
      case 'restart':
        return negotiate(connectionId, (session) => sfu.restartIce(session));
      case 'close':
        sessions.delete(connectionId);
        return sfu.closePeer(spaceId, connectionId);
    }
  }

  return (command: SfuCommand): void => {
    run(command).catch((error: unknown) => {
      if (!isClientsFault(error)) reportFailure(error);
      feed(command.connectionId, { kind: 'media-failed', isClientsFault: isClientsFault(error) });
    });
  };
}
