/** How far a job is. */
export interface Progress {
  /** Whole percent, only the checkpoints of Vylux contract §7.8; never falls within a run. */
  readonly percent: number;
  readonly stage: ProgressStage;
  /** Of the stage, 0 to 100 with a fraction. */
  readonly stagePercent?: number;
  /** Frames per second of the film encoded per second of our time. */
  readonly fps?: number;
  /** Seconds of film per second of our time. */
  readonly speed?: number;
  /** Of the stage. */
  readonly etaSeconds?: number;
}

export type ProgressStage = 'source' | 'artifacts' | 'encode' | 'publish';
