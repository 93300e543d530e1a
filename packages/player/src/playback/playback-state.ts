import type { ProblemCode } from './problem-code.ts';

/**
 * `idle`: no source. `loading`: waits for the first playlist. `ready`: can start. `buffering`: wants to play and waits
 * for bytes. `renewing`: the credential expired and the host page is asked for the next. `stopped`: a problem is shown.
 */
export type Phase =
  | 'idle'
  | 'loading'
  | 'ready'
  | 'playing'
  | 'paused'
  | 'buffering'
  | 'ended'
  | 'renewing'
  | 'stopped';

/** Which second chances were used since playback last ran well for a while. */
export interface UsedChances {
  readonly renewal: boolean;
  readonly network: boolean;
  readonly media: boolean;
}

export interface PlaybackState {
  readonly phase: Phase;
  readonly problem: ProblemCode | null;
  readonly used: UsedChances;
}

export type PlaybackEvent =
  | {
      readonly type: 'source-set' | 'source-cleared' | 'loaded' | 'playing' | 'paused' | 'waiting' | 'sought' | 'ended';
    }
  /** Playback ran for a while: what went wrong before is over. */
  | { readonly type: 'ran-well' }
  | { readonly type: 'refused'; readonly code: ProblemCode; readonly canRenew: boolean }
  | { readonly type: 'failed'; readonly trouble: 'network' | 'media' | 'other'; readonly code: ProblemCode }
  | { readonly type: 'renewed' | 'renewal-failed' };

/** What the session must do about an event. */
export type Command = 'none' | 'renew' | 'reload' | 'recover-network' | 'recover-media' | 'stop';

export interface Transition {
  readonly state: PlaybackState;
  readonly command: Command;
}

const noChanceUsed: UsedChances = { renewal: false, network: false, media: false };

export const idleState: PlaybackState = { phase: 'idle', problem: null, used: noChanceUsed };

/** The phases that a media event may change: the others wait for an answer or for a new source. */
const runningPhases: ReadonlySet<Phase> = new Set(['loading', 'ready', 'playing', 'paused', 'buffering', 'ended']);

/** The next state and what to do. Pure: the session carries the command out and reports back with an event. */
export function advance(state: PlaybackState, event: PlaybackEvent): Transition {
  if (event.type === 'source-set') return step({ ...idleState, phase: 'loading' });
  if (event.type === 'source-cleared') return step(idleState);
  if (state.phase === 'renewing') return afterRenewal(state, event);
  if (!runningPhases.has(state.phase)) return step(state);
  if (event.type === 'refused') return afterRefusal(state, event);
  if (event.type === 'failed') return afterFailure(state, event);
  return step(afterMedia(state, event.type));
}

function afterMedia(state: PlaybackState, type: PlaybackEvent['type']): PlaybackState {
  switch (type) {
    case 'loaded':
      return state.phase === 'loading' ? { ...state, phase: 'ready' } : state;
    case 'playing':
      return { ...state, phase: 'playing' };
    case 'ended':
      return { ...state, phase: 'ended' };
    case 'paused':
      return state.phase === 'playing' || state.phase === 'buffering' ? { ...state, phase: 'paused' } : state;
    case 'sought':
      return state.phase === 'ended' ? { ...state, phase: 'paused' } : state;
    case 'waiting':
      return { ...state, phase: 'buffering' };
    case 'ran-well':
      return { ...state, used: noChanceUsed };
    default:
      return state;
  }
}

/** Edge access §13.2: an expired token is renewed once and the request repeated; every other refusal is final. */
function afterRefusal(state: PlaybackState, event: PlaybackEvent & { type: 'refused' }): Transition {
  const mayRenew = event.code === 'token_expired' && event.canRenew && !state.used.renewal;
  if (!mayRenew) return stop(state, event.code);
  return { state: { ...state, phase: 'renewing', used: { ...state.used, renewal: true } }, command: 'renew' };
}

function afterRenewal(state: PlaybackState, event: PlaybackEvent): Transition {
  if (event.type === 'renewed') return { state: { ...state, phase: 'loading' }, command: 'reload' };
  return event.type === 'renewal-failed' ? stop(state, 'renewal_failed') : step(state);
}

function afterFailure(state: PlaybackState, event: PlaybackEvent & { type: 'failed' }): Transition {
  const { trouble } = event;
  if (trouble === 'other' || state.used[trouble]) return stop(state, event.code);
  return { state: { ...state, used: { ...state.used, [trouble]: true } }, command: `recover-${trouble}` };
}

function stop(state: PlaybackState, problem: ProblemCode): Transition {
  return { state: { ...state, phase: 'stopped', problem }, command: 'stop' };
}

function step(state: PlaybackState): Transition {
  return { state, command: 'none' };
}
