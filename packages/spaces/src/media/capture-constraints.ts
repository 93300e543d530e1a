/** Largest pictures that are captured, in pixels and frames per second (contract §5.5). */
const camera = { width: 1280, height: 720 } as const;
const screen = { width: 2560, height: 1440, frameRate: 15 } as const;

/** Yes, no, or the browser's constraints, bare or as `constraints`. */
export type CaptureWish = boolean | MediaTrackConstraints | { readonly constraints?: MediaTrackConstraints };

/** Wishes for a camera or a microphone; `false` for none of it. */
export interface UserMediaOptions {
  readonly audio?: CaptureWish;
  readonly video?: CaptureWish;
}

/** Wishes for a screen and its sound. */
export interface DisplayMediaOptions {
  readonly audio?: CaptureWish;
  readonly video?: CaptureWish;
}

/** Camera and microphone unless one is left out; with one named alone, that one. */
export function userMediaConstraints(options: UserMediaOptions): MediaStreamConstraints {
  const isNamed = options.audio !== undefined || options.video !== undefined;
  const { audio = !isNamed, video = !isNamed } = options;
  return { audio: bare(audio), video: within(bounded(camera), video) };
}

/** The screen, and its sound where the browser offers it. */
export function displayMediaConstraints({ audio = true, video = true }: DisplayMediaOptions): MediaStreamConstraints {
  const { frameRate, ...size } = screen;
  return { audio: bare(audio), video: within({ ...bounded(size), frameRate: { max: frameRate } }, video) };
}

function within(bounds: MediaTrackConstraints, wish: CaptureWish): MediaTrackConstraints | boolean {
  const wanted = bare(wish);
  return wanted === false ? false : { ...bounds, ...(wanted === true ? {} : wanted) };
}

function bare(wish: CaptureWish): MediaTrackConstraints | boolean {
  if (typeof wish === 'boolean') return wish;
  return 'constraints' in wish ? (wish.constraints ?? true) : (wish as MediaTrackConstraints);
}

function bounded({ width, height }: { width: number; height: number }): MediaTrackConstraints {
  return { width: { ideal: width, max: width }, height: { ideal: height, max: height } };
}
