import type { EngineReport, PlaybackEngine, PlaybackStats } from './engine.ts';
import { canUseHlsEngine, createHlsEngine } from './hls-engine.ts';
import { canUseNativeEngine, createNativeEngine } from './native-engine.ts';
import { advance, type Command, idleState, type PlaybackEvent, type PlaybackState } from './playback-state.ts';
import type { Credentials } from './request-credentials.ts';
import { isEmbedToken } from './token-in-address.ts';
import { type RenewalWay, TokenRenewal } from './token-renewal.ts';

/** Playing this long without trouble earns the second chances back. */
const runsWellAfterSeconds = 5;
/** A film that should run shows several pictures in this time. */
const standstillMs = 500;

export interface SessionOptions {
  readonly video: HTMLVideoElement;
  credentials(): Credentials;
  /** What is to be renewed: the edge token of the credentials, or one that rides in the address. */
  token(): string;
  /** How the next token can be had; null when it cannot. */
  wayToRenew(): RenewalWay | null;
  /** Stores a renewed token. */
  swapToken(token: string): void;
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
  readonly #renewal: TokenRenewal;
  #engine: PlaybackEngine | null = null;
  #endingTimer: ReturnType<typeof setTimeout> | undefined;
  #requestId: string | null = null;
  #renewAt: string | null = null;
  #lastTimeSeconds = 0;
  #stoppedAtSeconds = 0;
  /** The refused request still carried a token that has been replaced since. */
  #isOutdated = false;
  #ranSeconds = 0;

  constructor(sourceUrl: string, options: SessionOptions) {
    this.#sourceUrl = sourceUrl;
    this.#options = options;
    this.#renewal = new TokenRenewal({
      token: () => options.token(),
      way: () => options.wayToRenew(),
      swap: (token) => options.swapToken(token),
    });
  }

  /** Where the server said that tokens are renewed; null as long as it did not. */
  get renewAt(): string | null {
    return this.#renewAt;
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
    this.#renewal.plan();
  }

  /** Begins again where playback stopped. */
  retry(): void {
    const { video } = this.#options;
    this.#dispatch({ type: 'source-set' });
    this.#open(this.#stoppedAtSeconds);
    this.#renewal.plan();
    void video.play().catch(() => {});
  }

  close(): void {
    this.#closed.abort();
    this.#renewal.close();
    this.#engine?.destroy();
    this.#engine = null;
  }

  /** Goes on with a token that was just set; the next requests carry it. */
  useNewToken(): void {
    this.#renewal.plan();
    this.#dispatch({ type: 'renewed' });
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
    } else if (report.type === 'token-renewed') {
      this.#renewal.accept(report.replaced, report.token);
    } else if (report.type === 'loaded') {
      this.#options.loaded(report.title);
      this.#dispatch({ type: 'loaded' });
    } else if (report.type === 'refused') {
      this.#requestId = report.refusal.requestId;
      this.#renewAt = report.refusal.renewAt ?? this.#renewAt;
      this.#isOutdated = report.token !== this.#options.credentials().token;
      const isReopened = this.#isReopened();
      const canRenew = this.#isOutdated || isReopened || this.#options.wayToRenew() !== null;
      const hasServed = !isReopened && (this.#isOutdated || this.#renewal.hasServed());
      const isOver = report.refusal.code === 'token_expired' && !this.#isOutdated && this.#renewal.isAtCeiling();
      const code = isOver ? 'renewal_ceiling' : report.refusal.code;
      this.#dispatch({ type: 'refused', code, canRenew, hasServed });
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
    if (command === 'renew' || command === 'hold') this.#engine?.hold();
    if (command === 'renew') void this.#renewAndResume();
    if (command === 'hold') this.#stopWhenEmpty(null);
    if (command === 'resume' || command === 'recover-network') this.#engine?.recover('network');
    if (command === 'recover-media') this.#engine?.recover('media');
    if (command !== 'none') this.#ranSeconds = 0;
    if (command !== 'stop') return;
    this.#renewal.rest();
    this.#stoppedAtSeconds = video.currentTime;
    this.#engine?.stop();
    video.pause();
    this.#options.stopped(this.#requestId);
  }

  /** The film stays loaded: only what is asked from here on carries the new token. */
  async #renewAndResume(): Promise<void> {
    if (this.#isReopened()) return this.#reopen();
    const result = this.#isOutdated ? { ok: true as const } : await this.#renewal.renew();
    if (this.#closed.signal.aborted) return;
    if (result.ok) {
      this.#dispatch({ type: 'renewed' });
    } else {
      this.#requestId = result.requestId;
      this.#dispatch({ type: 'renewal-failed', code: result.code });
    }
  }

  /** An embed token has no next one, but the playlist that it opens brings new ones for everything below. */
  #isReopened(): boolean {
    return isEmbedToken(this.#options.token()) && this.#options.wayToRenew() === null;
  }

  #reopen(): void {
    const { video } = this.#options;
    const { currentTime, paused } = video;
    this.#engine?.destroy();
    this.#engine = null;
    this.#dispatch({ type: 'renewed' });
    this.#open(currentTime);
    if (!paused) void video.play().catch(() => {});
  }

  /** Carries out an ending that waits for the last loaded picture: the one that stands still though it should not. */
  #stopWhenEmpty(lastSeconds: number | null): void {
    clearTimeout(this.#endingTimer);
    if (this.state.ending === null || this.#closed.signal.aborted) return;
    const { currentTime, paused, ended, error } = this.#options.video;
    const standsStill = currentTime === lastSeconds && !paused && !ended;
    if (standsStill || error !== null) this.#dispatch({ type: 'ran-out' });
    else this.#endingTimer = setTimeout(() => this.#stopWhenEmpty(currentTime), standstillMs);
  }

  #listen(): void {
    const { video } = this.#options;
    const { signal } = this.#closed;
    const on = (name: keyof HTMLMediaElementEventMap, act: () => void) => video.addEventListener(name, act, { signal });
    on('playing', () => this.#dispatch({ type: 'playing' }));
    on('pause', () => this.#dispatch({ type: 'paused' }));
    on('play', () => this.#wake());
    on('waiting', () => this.#dispatch({ type: 'waiting' }));
    on('seeking', () => this.#dispatch({ type: 'sought' }));
    on('ended', () => this.#dispatch({ type: 'ended' }));
    on('timeupdate', () => this.#countPlayedTime());
    document.addEventListener('visibilitychange', () => this.#wake(), { signal });
  }

  #wake(): void {
    if (this.state.phase !== 'stopped') this.#renewal.wake();
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
