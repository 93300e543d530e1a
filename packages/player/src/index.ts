export type { PlaybackStats } from './playback/engine.ts';
export type { Phase } from './playback/playback-state.ts';
export type { ProblemCode } from './playback/problem-code.ts';
export { type ProblemMessage, problemMessages } from './playback/problem-messages.ts';
export { type PlaybackProblem, type RenewToken, SluicePlayer } from './sluice-player.ts';
