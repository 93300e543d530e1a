import type { ProblemCode } from './problem-code.ts';

/**
 * `idle`: no source. `loading`: waits for the first playlist. `ready`: can start. `buffering`: wants to play and waits
 * for bytes. `stopped`: a problem is shown.
 */
export type Phase = 'idle' | 'loading' | 'ready' | 'playing' | 'paused' | 'buffering' | 'ended' | 'stopped';

/** Which second chances were used since playback last ran well for a while. */
export interface UsedChances {
  readonly renewal: boolean;
  readonly network: boolean;
  readonly media: boolean;
}

export interface PlaybackState {
  readonly phase: Phase;
  readonly problem: ProblemCode | null;
  /** The next credential is on its way; what is loaded plays on meanwhile. */
  readonly isRenewing: boolean;
  /** What stops playback as soon as the last loaded picture was shown. */
  readonly ending: ProblemCode | null;
  readonly used: UsedChances;
}

export type PlaybackEvent =
  | {
      readonly type: 'source-set' | 'source-cleared' | 'loaded' | 'playing' | 'paused' | 'waiting' | 'sought' | 'ended';
    }
  /** Playback ran for a while: what went wrong before is over. */
  | { readonly type: 'ran-well' }
  | {
      readonly type: 'refused';
      readonly code: ProblemCode;
      readonly canRenew: boolean;
      /** The refused credential was good for a while: to renew it once more is no repetition. */
      readonly hasServed: boolean;
    }
  | { readonly type: 'failed'; readonly trouble: 'network' | 'media' | 'other'; readonly code: ProblemCode }
  /** There is a new credential. */
  | { readonly type: 'renewed' }
  | { readonly type: 'renewal-failed'; readonly code: ProblemCode }
  /** Nothing loaded is left to show. */
  | { readonly type: 'ran-out' };

/** What the session must do about an event. `hold`: no more requests. `renew`: hold, and get the next credential. */
export type Command = 'none' | 'renew' | 'hold' | 'resume' | 'recover-network' | 'recover-media' | 'stop';

export interface Transition {
  readonly state: PlaybackState;
  readonly command: Command;
}

const noChanceUsed: UsedChances = { renewal: false, network: false, media: false };

export const idleState: PlaybackState = {
  phase: 'idle',
  problem: null,
  isRenewing: false,
  ending: null,
  used: noChanceUsed,
};

/** The phases that a media event may change: the others wait for an answer or for a new source. */
const runningPhases: ReadonlySet<Phase> = new Set(['loading', 'ready', 'playing', 'paused', 'buffering', 'ended']);

/** The next state and what to do. Pure: the session carries the command out and reports back with an event. */
export function advance(state: PlaybackState, event: PlaybackEvent): Transition {
  if (event.type === 'source-set') return step({ ...idleState, phase: 'loading' });
  if (event.type === 'source-cleared') return step(idleState);
  if (!runningPhases.has(state.phase)) return step(state);
  switch (event.type) {
    case 'refused':
      return afterRefusal(state, event);
    case 'renewed':
      return afterRenewal(state);
    case 'renewal-failed':
      return state.isRenewing ? end({ ...state, isRenewing: false }, event.code) : step(state);
    case 'ran-out':
      return state.ending === null ? step(state) : stop(state, state.ending);
    case 'failed':
      return afterFailure(state, event);
    default:
      return step(afterMedia(state, event.type));
  }
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

/**
 * Edge access §13.2: an expired token is renewed once and the request repeated; every other refusal is final. What was
 * loaded before it may be shown (§12.4).
 */
function afterRefusal(state: PlaybackState, event: PlaybackEvent & { type: 'refused' }): Transition {
  const isExpired = event.code === 'token_expired';
  if (state.ending !== null || (isExpired && state.isRenewing)) return step(state);
  const mayRenew = isExpired && event.canRenew && (event.hasServed || !state.used.renewal);
  if (!mayRenew) return end({ ...state, isRenewing: false }, event.code);
  return { state: { ...state, isRenewing: true, used: { ...state.used, renewal: true } }, command: 'renew' };
}

function afterRenewal(state: PlaybackState): Transition {
  if (!state.isRenewing && state.ending === null) return step(state);
  return { state: { ...state, isRenewing: false, ending: null }, command: 'resume' };
}

function afterFailure(state: PlaybackState, event: PlaybackEvent & { type: 'failed' }): Transition {
  const { trouble } = event;
  // Requests are held back: that none is answered is no trouble.
  if (trouble === 'network' && (state.isRenewing || state.ending !== null)) return step(state);
  if (state.ending !== null) return stop(state, state.ending);
  if (trouble === 'other' || state.used[trouble]) return stop(state, event.code);
  return { state: { ...state, used: { ...state.used, [trouble]: true } }, command: `recover-${trouble}` };
}

/** Plays out what is loaded when the film is running, and stops at once otherwise. */
function end(state: PlaybackState, problem: ProblemCode): Transition {
  if (state.phase !== 'playing') return stop(state, problem);
  return { state: { ...state, ending: problem }, command: 'hold' };
}

function stop(state: PlaybackState, problem: ProblemCode): Transition {
  return { state: { ...state, phase: 'stopped', problem, isRenewing: false, ending: null }, command: 'stop' };
}

function step(state: PlaybackState): Transition {
  return { state, command: 'none' };
}
