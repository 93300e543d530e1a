/** How programmes are made. */
export interface ProgrammeSettings {
  /** Frames per second. */
  readonly frameRate: number;
  /** Whole seconds. */
  readonly segmentSeconds: number;
  /** 1: the whole resolution alone. 2: a smaller one besides. */
  readonly rungs: number;
  readonly x264Preset: string;
  /** Most programmes that are composed at once. */
  readonly maxProgrammes: number;
}
