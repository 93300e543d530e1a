import { parseVideoJwt } from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { DialNode } from '../../../ports/node-link.ts';
import type { Socket, SocketListener, SocketService } from '../../../ports/socket.ts';
import type { CheckSpaceToken } from '../check-space-token.ts';
import { readJoinRequest } from '../realtime/read-join-request.ts';
import type { JoinReport } from '../realtime/space-door.ts';
import { connectionError, fatalFrame } from '../room/error-frame.ts';
import { type Call, createCall } from './call.ts';
import { createFlow } from './create-flow.ts';
import type { NodeLinks } from './node-links.ts';
import { placeSpace, type SpaceNode } from './place-space.ts';
import type { SpaceNodes } from './space-nodes.ts';

export interface SpaceFrontParts {
  /** The door of the rooms of this process. */
  readonly door: SocketService;
  /** This process in the table of nodes, whether it hosts or not. */
  readonly self: string;
  readonly nodes: Pick<SpaceNodes, 'look' | 'suspect'>;
  readonly links: NodeLinks;
  readonly dial: DialNode;
  readonly checkToken: CheckSpaceToken;
  readonly clock: Clock;
  report(join: JoinReport): void;
  reportFailure(error: unknown): void;
}

/** A lease of a node that died, and what a client has to wait for a new one, is shorter. */
const WAIT_MS = 20_000;
const RETRY_MS = 250;
/** Most clients that are passed on at once. */
const MOST_LINKS = 10_000;

const unavailable = JSON.stringify(
  fatalFrame(connectionError.unknown, 'The space is not to be had now; try again in a moment.'),
);

/**
 * Where every client of every process knocks: who wants into a space that is here goes through the door, all others are
 * passed on to the node that has it, or is to have it, and never learn of that. Media goes there directly.
 */
export function createSpaceFront(parts: SpaceFrontParts): SocketService {
  const { door, self, nodes, links, dial, checkToken, clock, report, reportFailure } = parts;

  function giveUp(call: Call): void {
    const { request, socket } = call;
    call.detach();
    socket.send(unavailable);
    socket.close(4000);
    report({ outcome: 'unavailable', request, admission: null, participantId: null });
  }

  function retry(call: Call): void {
    call.detach();
    call.socket.resume();
    if (clock.nowMs() >= call.endMs) giveUp(call);
    else setTimeout(() => void guide(call), RETRY_MS);
  }

  function enterHere(call: Call): void {
    const { request, socket } = call;
    const close: Socket['close'] = (code) => (code === 4100 ? retry(call) : socket.close(code));
    call.attach(door.open(request, { ...socket, close }));
  }

  function passOn(call: Call, node: SpaceNode): void {
    const { request, socket } = call;
    const link = dial(node.url, request, {
      opened: () => call.attach(listener),
      message: (text) => toClient(text),
      failed() {
        stopWatching();
        if (!call.isClosed) nodes.suspect(node.id).catch(reportFailure);
        retry(call);
      },
      closed(code) {
        stopWatching();
        if (code === 4100) retry(call);
        else socket.close(code === 4000 ? 4000 : 1012);
      },
    });
    const toClient = createFlow(link, socket);
    const toNode = createFlow(socket, link);
    const listener: SocketListener = {
      // What is no text is no frame of the protocol, and an empty one is none either.
      message: (text) => toNode(text ?? ''),
      closed(code) {
        stopWatching();
        link.close(code);
      },
    };
    const stopWatching = links.watch(node.id, () => link.close(1006));
    call.whileAlone = (code) => link.close(code);
  }

  /** One look, and one step. */
  async function step(call: Call): Promise<void> {
    if (call.spaceId === null) return enterHere(call);
    const placement = placeSpace(call.spaceId, await nodes.look(call.spaceId));
    if (placement.kind === 'node' && placement.node.id === self) return call.isClosed ? undefined : enterHere(call);
    // The door says why. Only who may come in is worth waiting or asking others for.
    call.isGood ||= (await checkToken(call.token, unixSeconds(clock))).ok;
    if (call.isClosed) return;
    if (!call.isGood) enterHere(call);
    else if (links.size >= MOST_LINKS) giveUp(call);
    else if (placement.kind === 'node') passOn(call, placement.node);
    else retry(call);
  }

  async function guide(call: Call): Promise<void> {
    if (call.isClosed) return;
    await step(call).catch((error: unknown) => {
      reportFailure(error);
      giveUp(call);
    });
  }

  return {
    serves: door.serves,
    open(request, socket) {
      if (request.isPassedOn) return door.open(request, socket);
      const { token } = readJoinRequest(request.rawTarget);
      const jwt = parseVideoJwt(token);
      const endMs = clock.nowMs() + WAIT_MS;
      const call = createCall({ request, socket, token, endMs, spaceId: jwt.ok ? jwt.subject : null });
      void guide(call);
      return call;
    },
  };
}
