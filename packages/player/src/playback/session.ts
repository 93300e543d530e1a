import type { EngineReport, PlaybackEngine, PlaybackStats } from './engine.ts';
import { canUseHlsEngine, createHlsEngine } from './hls-engine.ts';
import { canUseNativeEngine, createNativeEngine } from './native-engine.ts';
import { advance, type Command, idleState, type PlaybackEvent, type PlaybackState } from './playback-state.ts';
import type { Credentials } from './request-credentials.ts';
import { renewalDelaySeconds, tokenExpirySeconds } from './token-expiry.ts';

/** Playing this long without trouble earns the second chances back. */
const runsWellAfterSeconds = 5;
/** Timers above 2^31 ms fire at once; a token that lives longer is looked at again after this. */
const longestTimerSeconds = 86_400;

export interface SessionOptions {
  readonly video: HTMLVideoElement;
  credentials(): Credentials;
  /** Whether the host page gave a way to get the next token. */
  canRenew(): boolean;
  /** Asks the host page for the next token and stores it. */
  renew(): Promise<void>;
  /** Something that is shown may have changed. */
  changed(): void;
  loaded(title: string | null): void;
  /** Playback ended early; `state.problem` says why. */
  stopped(requestId: string | null): void;
}

/** One source from `start` to `close`: drives an engine by the state machine and carries out what that decides. */
export class PlaybackSession {
  state: PlaybackState = idleState;
  readonly #options: SessionOptions;
  readonly #sourceUrl: string;
  readonly #closed = new AbortController();
  #engine: PlaybackEngine | null = null;
  #renewalTimer: ReturnType<typeof setTimeout> | undefined;
  #requestId: string | null = null;
  #lastTimeSeconds = 0;
  #stoppedAtSeconds = 0;
  #ranSeconds = 0;

  constructor(sourceUrl: string, options: SessionOptions) {
    this.#sourceUrl = sourceUrl;
    this.#options = options;
  }

  get engine(): PlaybackEngine | null {
    return this.#engine;
  }

  stats(): PlaybackStats | null {
    return this.#engine?.stats() ?? null;
  }

  start(): void {
    this.#listen();
    this.#dispatch({ type: 'source-set' });
    this.#open(0);
    this.planRenewal();
  }

  /** Begins again where playback stopped. */
  retry(): void {
    const { video } = this.#options;
    this.#dispatch({ type: 'source-set' });
    this.#open(this.#stoppedAtSeconds);
    void video.play().catch(() => {});
  }

  close(): void {
    this.#closed.abort();
    clearTimeout(this.#renewalTimer);
    this.#engine?.destroy();
    this.#engine = null;
  }

  /** Sets the alarm for the renewal before the present token ends. Called again whenever the token changes. */
  planRenewal(): void {
    clearTimeout(this.#renewalTimer);
    const expirySeconds = tokenExpirySeconds(this.#options.credentials().token);
    if (!this.#options.canRenew() || expirySeconds === null || this.#closed.signal.aborted) return;
    const delaySeconds = renewalDelaySeconds(expirySeconds, Date.now() / 1000);
    if (delaySeconds === null) return;
    const isFarAway = delaySeconds > longestTimerSeconds;
    const act = isFarAway ? () => this.planRenewal() : () => void this.#renewAhead();
    this.#renewalTimer = setTimeout(act, Math.min(delaySeconds, longestTimerSeconds) * 1000);
  }

  #open(startSeconds: number): void {
    this.#engine?.destroy();
    this.#engine = null;
    const { video } = this.#options;
    const options = {
      video,
      sourceUrl: this.#sourceUrl,
      startSeconds,
      credentials: () => this.#options.credentials(),
      report: (report: EngineReport) => this.#hear(report),
    };
    if (canUseHlsEngine()) this.#engine = createHlsEngine(options);
    else if (canUseNativeEngine(video)) this.#engine = createNativeEngine(options);
    else this.#dispatch({ type: 'failed', trouble: 'other', code: 'unsupported' });
  }

  #hear(report: EngineReport): void {
    if (this.#closed.signal.aborted) return;
    if (report.type === 'rungs-changed') {
      this.#options.changed();
    } else if (report.type === 'loaded') {
      this.#options.loaded(report.title);
      this.#dispatch({ type: 'loaded' });
    } else if (report.type === 'refused') {
      this.#requestId = report.refusal.requestId;
      this.#dispatch({ type: 'refused', code: report.refusal.code, canRenew: this.#options.canRenew() });
    } else {
      this.#requestId = null;
      this.#dispatch(report);
    }
  }

  #dispatch(event: PlaybackEvent): void {
    const { state, command } = advance(this.state, event);
    this.state = state;
    this.#carryOut(command);
    this.#options.changed();
  }

  #carryOut(command: Command): void {
    const { video } = this.#options;
    if (command === 'renew') {
      this.#engine?.hold();
      void this.#renewAndReload();
    }
    if (command === 'recover-network') this.#engine?.recover('network');
    if (command === 'recover-media') this.#engine?.recover('media');
    if (command === 'reload') this.#reload();
    if (command !== 'none') this.#ranSeconds = 0;
    if (command !== 'stop') return;
    clearTimeout(this.#renewalTimer);
    this.#stoppedAtSeconds = video.currentTime;
    this.#engine?.stop();
    video.pause();
    this.#options.stopped(this.#requestId);
  }

  /** VOD: the playlists carry the old token in their addresses, so they are loaded anew (edge access §13.2). */
  #reload(): void {
    const { video } = this.#options;
    const wasPlaying = !video.paused;
    this.#open(video.currentTime);
    if (wasPlaying) void video.play().catch(() => {});
  }

  async #renewAndReload(): Promise<void> {
    const isRenewed = await this.#renew();
    if (!this.#closed.signal.aborted) this.#dispatch({ type: isRenewed ? 'renewed' : 'renewal-failed' });
  }

  /** A failure here is not shown: the present token still works, and its end asks once more. */
  async #renewAhead(): Promise<void> {
    await this.#renew();
  }

  async #renew(): Promise<boolean> {
    try {
      await this.#options.renew();
      return true;
    } catch {
      return false;
    }
  }

  #listen(): void {
    const { video } = this.#options;
    const { signal } = this.#closed;
    const on = (name: keyof HTMLMediaElementEventMap, act: () => void) => video.addEventListener(name, act, { signal });
    on('playing', () => this.#dispatch({ type: 'playing' }));
    on('pause', () => this.#dispatch({ type: 'paused' }));
    on('waiting', () => this.#dispatch({ type: 'waiting' }));
    on('seeking', () => this.#dispatch({ type: 'sought' }));
    on('ended', () => this.#dispatch({ type: 'ended' }));
    on('timeupdate', () => this.#countPlayedTime());
  }

  #countPlayedTime(): void {
    const stepSeconds = this.#options.video.currentTime - this.#lastTimeSeconds;
    this.#lastTimeSeconds = this.#options.video.currentTime;
    if (stepSeconds > 0 && stepSeconds < 2) this.#ranSeconds += stepSeconds;
    if (this.#ranSeconds < runsWellAfterSeconds) return;
    this.#ranSeconds = 0;
    this.#dispatch({ type: 'ran-well' });
  }
}
