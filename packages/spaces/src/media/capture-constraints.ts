/** Largest pictures that are captured, in pixels and frames per second (contract §5.5). */
const camera = { width: 1280, height: 720 } as const;
const screen = { width: 2560, height: 1440, frameRate: 15 } as const;

/** Wishes for a camera or a microphone; `false` for none of it. */
export interface UserMediaOptions {
  readonly audio?: boolean | MediaTrackConstraints;
  readonly video?: boolean | MediaTrackConstraints;
}

export interface DisplayMediaOptions {
  readonly audio?: boolean | MediaTrackConstraints;
  readonly video?: boolean | MediaTrackConstraints;
}

/** Camera and microphone unless one is left out; with one named alone, that one. */
export function userMediaConstraints(options: UserMediaOptions): MediaStreamConstraints {
  const isNamed = options.audio !== undefined || options.video !== undefined;
  const { audio = !isNamed, video = !isNamed } = options;
  return { audio, video: video === false ? false : { ...bounded(camera), ...(video === true ? {} : video) } };
}

/** The screen, and its sound where the browser offers it. */
export function displayMediaConstraints({ audio = true, video = true }: DisplayMediaOptions): MediaStreamConstraints {
  const { frameRate, ...size } = screen;
  const limits = { ...bounded(size), frameRate: { max: frameRate } };
  return { audio, video: typeof video === 'object' ? { ...limits, ...video } : limits };
}

function bounded({ width, height }: { width: number; height: number }): MediaTrackConstraints {
  return { width: { ideal: width, max: width }, height: { ideal: height, max: height } };
}
