import type { PlayerPicture } from './controls/control-bar.ts';
import { createElement } from './controls/create-element.ts';
import { createPlayerActions, ignoreRefusedPlay } from './controls/player-actions.ts';
import { createPlayerStyles } from './controls/player-styles.ts';
import { createPlayerView, type PlayerView } from './controls/player-view.ts';
import { loadPoster } from './load-poster.ts';
import type { PlaybackStats } from './playback/engine.ts';
import type { Phase } from './playback/playback-state.ts';
import type { ProblemCode } from './playback/problem-code.ts';
import { problemMessages } from './playback/problem-messages.ts';
import { renewalRouteOf, renewByRoute } from './playback/renew-by-route.ts';
import { PlaybackSession } from './playback/session.ts';
import { tokenInAddress } from './playback/token-in-address.ts';
import type { RenewalWay } from './playback/token-renewal.ts';
import { readTokenTimes } from './playback/token-times.ts';

/** Detail of `sluice-error` and `sluice-ended-access`. */
export interface PlaybackProblem {
  readonly code: ProblemCode;
  readonly heading: string;
  readonly advice: string;
  /** For the operator's log; null when the server gave none. */
  readonly requestId: string | null;
}

/** Gives the next token for the present one, or rejects. */
export type RenewToken = (current: string) => Promise<string>;

/** Media events after which the controls look different. */
const shownEvents =
  'play pause timeupdate durationchange progress volumechange ratechange seeking seeked emptied'.split(' ');

/**
 * `<sluice-player src token key-token poster title autoplay muted>`: plays an HLS address with the viewer's credentials.
 *
 * Attributes and properties have the same names (`keyToken` for `key-token`); a token set as a property stays out of
 * the document. Events: `sluice-loaded` {title}; `sluice-renewed` when the player got itself the next token;
 * `sluice-error` {@link PlaybackProblem} whenever playback ends early, and before it `sluice-ended-access` when the
 * reason is that the viewer may not, or no longer, watch.
 */
export class SluicePlayer extends HTMLElement {
  static readonly observedAttributes = ['src', 'token', 'key-token', 'poster', 'title', 'muted'];

  /**
   * The page's own way to the next token, asked ahead of the end of the present one and when it has expired (edge
   * access §13.2). Null: a renewable token is renewed where `src` comes from.
   */
  renew: RenewToken | null = null;
  readonly #video = createElement('video', { playsinline: true, preload: 'auto', tabindex: '-1' });
  readonly #view: PlayerView;
  readonly #internals = this.attachInternals();
  #source = '';
  #token = '';
  /** What took the place of `#token`, or of the token in the address, by renewal. */
  #renewedToken = '';
  #keyToken = '';
  #poster = '';
  #session: PlaybackSession | null = null;
  #connected = new AbortController();
  #posterRequest = new AbortController();
  #posterObjectUrl: string | null = null;
  #isRestartPlanned = false;

  constructor() {
    super();
    this.#view = createPlayerView({
      video: this.#video,
      actions: createPlayerActions(this.#video, this),
      chooseRung: (index) => {
        this.#session?.engine?.chooseRung(index);
        this.#show();
      },
      retry: () => this.#session?.retry(),
      focus: () => this.focus({ preventScroll: true }),
    });
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [createPlayerStyles()];
    shadow.append(this.#view.root);
    this.#internals.role = 'region';
    for (const name of shownEvents) this.#video.addEventListener(name, () => this.#show());
    this.addEventListener('keydown', (event) => this.pressKey(event));
  }

  connectedCallback(): void {
    this.#connected = new AbortController();
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0;
    this.#video.muted = this.muted;
    this.#showTitle();
    document.addEventListener('fullscreenchange', () => this.#show(), { signal: this.#connected.signal });
    this.#planRestart();
  }

  disconnectedCallback(): void {
    this.#connected.abort();
    this.#session?.close();
    this.#session = null;
    this.#dropPoster();
  }

  attributeChangedCallback(name: string, _before: string | null, after: string | null): void {
    const value = after ?? '';
    if (name === 'src') this.src = value;
    else if (name === 'token') this.token = value;
    else if (name === 'key-token') this.keyToken = value;
    else if (name === 'poster') this.poster = value;
    else if (name === 'muted') this.#video.muted = after !== null;
    else this.#showTitle();
  }

  /** Address of the HLS multivariant playlist. */
  get src(): string {
    return this.#source;
  }
  set src(address: string) {
    this.#source = address;
    this.#renewedToken = '';
    this.#planRestart();
  }

  /**
   * Edge token of the viewer: the one that was set, or what it was renewed to. A new one is used from the next request
   * on, and starts a refused playback again.
   */
  get token(): string {
    return this.#renewedToken === '' ? this.#token : this.#renewedToken;
  }
  set token(token: string) {
    this.#token = token;
    this.#renewedToken = '';
    this.#useNewCredential();
  }

  /** Key token (media contract §6.3), for public assets that are encrypted. */
  get keyToken(): string {
    return this.#keyToken;
  }
  set keyToken(token: string) {
    this.#keyToken = token;
    this.#useNewCredential();
  }

  /** Address of the picture shown before playback. */
  get poster(): string {
    return this.#poster;
  }
  set poster(address: string) {
    this.#poster = address;
    this.#planRestart();
  }

  get autoplay(): boolean {
    return this.hasAttribute('autoplay');
  }
  set autoplay(isOn: boolean) {
    this.toggleAttribute('autoplay', isOn);
  }

  /** Whether playback starts without sound. */
  get muted(): boolean {
    return this.hasAttribute('muted');
  }
  set muted(isOn: boolean) {
    this.toggleAttribute('muted', isOn);
  }

  get currentTime(): number {
    return this.#video.currentTime;
  }
  set currentTime(seconds: number) {
    this.#video.currentTime = seconds;
  }

  get duration(): number {
    return this.#video.duration;
  }

  get phase(): Phase {
    return this.#session?.state.phase ?? 'idle';
  }

  /** What plays now, or null before a source is set. */
  stats(): PlaybackStats | null {
    return this.#session?.stats() ?? null;
  }

  /** Rejects as `HTMLMediaElement.play` does, for example before a gesture. */
  play(): Promise<void> {
    return this.#video.play();
  }

  pause(): void {
    this.#video.pause();
  }

  /** Lets a page hand over keys pressed elsewhere; true when the player acted. */
  pressKey(event: KeyboardEvent): boolean {
    return !event.defaultPrevented && this.#view.pressKey(event);
  }

  /** Waits for the end of the task, so that several properties set together start one playback. */
  #planRestart(): void {
    if (this.#isRestartPlanned || !this.isConnected) return;
    this.#isRestartPlanned = true;
    queueMicrotask(() => {
      this.#isRestartPlanned = false;
      if (this.isConnected) this.#restart();
    });
  }

  #restart(): void {
    this.#session?.close();
    this.#session = null;
    void this.#showPoster();
    if (this.#source !== '') this.#startSession();
    this.#show();
  }

  #startSession(): void {
    this.#session = new PlaybackSession(this.#sourceUrl(), {
      video: this.#video,
      credentials: () => ({ token: this.token, keyToken: this.#keyToken }),
      token: () => this.#presentToken(),
      wayToRenew: () => this.#wayToRenew(),
      swapToken: (token) => {
        this.#renewedToken = token;
        this.#session?.useNewToken();
        this.#tell('sluice-renewed', null);
      },
      changed: () => this.#show(),
      loaded: (title) => this.#tell('sluice-loaded', { title }),
      stopped: (requestId) => this.#showProblem(requestId),
    });
    this.#session.start();
    if (this.autoplay) void this.#video.play().catch(ignoreRefusedPlay);
  }

  #useNewCredential(): void {
    const problem = this.#session?.state.problem ?? null;
    if (problem !== null && problemMessages[problem].kind === 'access') this.#planRestart();
    else this.#session?.useNewToken();
  }

  #presentToken(): string {
    return this.token === '' ? tokenInAddress(this.#sourceUrl()) : this.token;
  }

  #wayToRenew(): RenewalWay | null {
    const { renew } = this;
    if (renew !== null) {
      return { ask: async (token) => ({ token: await renew(token), issuedAtSeconds: null }), outlivesCeiling: true };
    }
    const isRenewable = (readTokenTimes(this.#presentToken())?.renewableUntilSeconds ?? null) !== null;
    const url = this.#session?.renewAt ?? renewalRouteOf(this.#sourceUrl());
    return isRenewable ? { ask: (token) => renewByRoute(url, token), outlivesCeiling: false } : null;
  }

  #sourceUrl(): string {
    return new URL(this.#source, document.baseURI).href;
  }

  #show(): void {
    const engine = this.#session?.engine ?? null;
    const picture: PlayerPicture = {
      phase: this.phase,
      isFullscreen: this.matches(':fullscreen'),
      rungs: engine?.rungs ?? [],
      chosenRung: engine?.chosenRung ?? null,
      activeRung: engine?.activeRung ?? null,
    };
    this.#view.show(picture);
  }

  #showTitle(): void {
    this.#view.showTitle(this.title);
    this.#internals.ariaLabel = this.title === '' ? 'Video player' : `Video player: ${this.title}`;
  }

  #showProblem(requestId: string | null): void {
    const code = this.#session?.state.problem ?? null;
    if (code === null) return;
    const { kind, heading, advice } = problemMessages[code];
    this.#view.showProblem(code, requestId);
    const detail: PlaybackProblem = { code, heading, advice, requestId };
    if (kind === 'access') this.#tell('sluice-ended-access', detail);
    this.#tell('sluice-error', detail);
  }

  async #showPoster(): Promise<void> {
    this.#dropPoster();
    if (this.#poster === '' || this.#source === '') return;
    const posterUrl = new URL(this.#poster, document.baseURI).href;
    const credentials = { token: this.token, keyToken: this.#keyToken };
    this.#posterRequest = new AbortController();
    const { signal } = this.#posterRequest;
    const shown = await loadPoster(posterUrl, this.#sourceUrl(), credentials, signal);
    if (shown === null || signal.aborted) return;
    if (shown.startsWith('blob:')) this.#posterObjectUrl = shown;
    this.#video.poster = shown;
  }

  #dropPoster(): void {
    this.#posterRequest.abort();
    if (this.#posterObjectUrl !== null) URL.revokeObjectURL(this.#posterObjectUrl);
    this.#posterObjectUrl = null;
    this.#video.removeAttribute('poster');
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
