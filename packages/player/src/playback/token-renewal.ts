import { renewAfterSeconds, renewalDelaySeconds } from '@sluice/access';
import type { ProblemCode } from './problem-code.ts';
import { RenewalRefused, type RenewedToken } from './renew-by-route.ts';
import { readTokenTimes } from './token-times.ts';

/** Timers above 2^31 ms fire at once; a token that lives longer is looked at again after this. */
const longestTimerSeconds = 86_400;
/** A source of dying tokens is not asked in a loop. */
const leastDelaySeconds = 1;
const longestRetrySeconds = 30;
const leastServiceSeconds = 5;
/** What may be over in a moment, unlike the word of the server about this token. */
const passingCodes: ReadonlySet<ProblemCode> = new Set(['network_lost', 'server_error', 'rate_limited', 'edge_stale']);

/** A way to the next token. */
export interface RenewalWay {
  /** Rejects with {@link RenewalRefused}, or with anything for a reason that nobody knows. */
  ask(token: string): Promise<RenewedToken>;
  /** Whether it also gives tokens for a token that cannot be renewed, or not beyond its own end. */
  readonly outlivesCeiling: boolean;
}

export interface TokenRenewalOptions {
  /** The present token; empty when there is none. */
  token(): string;
  /** Null when there is none for the present token. */
  way(): RenewalWay | null;
  swap(token: string): void;
}

export type RenewalResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: ProblemCode; readonly requestId: string | null };

/** Keeps a playback in tokens: one alarm ahead of the end, and one request at a time for all who need the next. */
export class TokenRenewal {
  readonly #options: TokenRenewalOptions;
  #alarm: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<RenewalResult> | null = null;
  #isClosed = false;
  #seen = { token: '', atSeconds: 0 };
  /** How far the clock of this device is ahead of the server's, as far as is known. */
  #clockAheadSeconds = 0;
  /** The server said that this token has no next one. */
  #lastToken = '';

  constructor(options: TokenRenewalOptions) {
    this.#options = options;
  }

  /** Sets the alarm for the present token. Called again whenever the token changes. */
  plan(): void {
    this.#setAlarm(leastDelaySeconds);
  }

  /** After a pause or a sleep, in which alarms do not ring: what is due happens at once. */
  wake(): void {
    this.#setAlarm(0);
  }

  /** Gets the token that follows the present one. */
  renew(): Promise<RenewalResult> {
    this.#running ??= this.#ask(this.#options.token()).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Takes the token that an answer brought along in the place of `before`. */
  accept(before: string, token: string): void {
    if (token !== before)
      this.#take(before, { token, issuedAtSeconds: readTokenTimes(token)?.issuedAtSeconds ?? null });
  }

  /** Whether the present token ends where no renewal reaches beyond: when it has ended, the server need not be asked. */
  isAtCeiling(): boolean {
    const way = this.#options.way();
    const times = readTokenTimes(this.#options.token());
    if (way === null || way.outlivesCeiling || times === null) return false;
    return times.renewableUntilSeconds !== null && times.expiresAtSeconds >= times.renewableUntilSeconds;
  }

  /** Whether the present token was in use for a while: a token that is refused at once is not worth another renewal. */
  hasServed(): boolean {
    return this.#nowSeconds() - this.#seenAtSeconds(this.#options.token()) >= leastServiceSeconds;
  }

  /** No alarm rings until the next `plan` or `wake`. */
  rest(): void {
    clearTimeout(this.#alarm);
  }

  close(): void {
    this.#isClosed = true;
    this.rest();
  }

  #setAlarm(leastSeconds: number): void {
    clearTimeout(this.#alarm);
    const delaySeconds = this.#delaySeconds();
    if (delaySeconds === null || this.#isClosed) return;
    const isFarAway = delaySeconds > longestTimerSeconds;
    this.#ringAfter(
      isFarAway ? longestTimerSeconds : Math.max(leastSeconds, delaySeconds),
      isFarAway ? () => this.plan() : () => void this.#renewAhead(),
    );
  }

  #ringAfter(seconds: number, act: () => void): void {
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(act, seconds * 1000);
  }

  /** Null when nothing is to be done ahead of the end. */
  #delaySeconds(): number | null {
    const token = this.#options.token();
    const seenAtSeconds = this.#seenAtSeconds(token);
    const way = this.#options.way();
    const times = readTokenTimes(token);
    if (way === null || times === null || token === this.#lastToken) return null;
    const { issuedAtSeconds, expiresAtSeconds } = times;
    if (this.isAtCeiling()) return null;
    const renewAfter = renewAfterSeconds(issuedAtSeconds ?? seenAtSeconds, expiresAtSeconds);
    return renewalDelaySeconds(renewAfter, this.#nowSeconds(), Math.random());
  }

  #seenAtSeconds(token: string): number {
    if (this.#seen.token !== token) this.#seen = { token, atSeconds: this.#nowSeconds() };
    return this.#seen.atSeconds;
  }

  /** A failure here is not shown: the present token still works, and its end asks once more. */
  async #renewAhead(): Promise<void> {
    const token = this.#options.token();
    const result = await this.renew();
    if (result.ok || this.#isClosed || !passingCodes.has(result.code)) return;
    const leftSeconds = (readTokenTimes(token)?.expiresAtSeconds ?? 0) - this.#nowSeconds();
    const retrySeconds = Math.min(longestRetrySeconds, leftSeconds / 4);
    if (leftSeconds > 0) this.#ringAfter(Math.max(leastDelaySeconds, retrySeconds), () => void this.#renewAhead());
  }

  async #ask(token: string): Promise<RenewalResult> {
    try {
      const way = this.#options.way();
      if (way === null) throw new RenewalRefused('token_expired', null);
      const renewed = await way.ask(token);
      return this.#take(token, renewed);
    } catch (error) {
      const refused = error instanceof RenewalRefused ? error : new RenewalRefused('renewal_failed', null);
      if (!passingCodes.has(refused.code)) this.#lastToken = token;
      return { ok: false, code: refused.code, requestId: refused.requestId };
    }
  }

  #take(before: string, { token, issuedAtSeconds }: RenewedToken): RenewalResult {
    // The page was faster, or playback is over.
    if (this.#isClosed || this.#options.token() !== before) return { ok: true };
    if (issuedAtSeconds !== null) this.#clockAheadSeconds = Date.now() / 1000 - issuedAtSeconds;
    if (token === before) throw new RenewalRefused('renewal_failed', null);
    this.#options.swap(token);
    return { ok: true };
  }

  #nowSeconds(): number {
    return Date.now() / 1000 - this.#clockAheadSeconds;
  }
}
