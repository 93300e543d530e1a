import Hls, { type ErrorData, type Level } from 'hls.js';
import { classifyHlsError } from './classify-hls-error.ts';
import {
  bufferedAheadSeconds,
  type EngineOptions,
  type PlaybackEngine,
  type PlaybackStats,
  type Rung,
} from './engine.ts';
import type { RefusedAnswer } from './read-refusal.ts';
import { credentialHeader } from './request-credentials.ts';

/** Error bodies are short; anything longer is media. */
const maxErrorBodyChars = 4096;
/** A viewer whose access is withdrawn sees what is loaded and no more (edge access §12.4): never more than this. */
const bufferSeconds = 30;

/** True where media can be fed by script. Asked before native HLS, which sends no headers. */
export function canUseHlsEngine(): boolean {
  return Hls.isSupported();
}

/** Plays through hls.js, with the credentials of edge access §7 and media contract §6.3 on the right requests. */
export function createHlsEngine(options: EngineOptions): PlaybackEngine {
  return new HlsEngine(options);
}

class HlsEngine implements PlaybackEngine {
  readonly #options: EngineOptions;
  readonly #hls: Hls;
  readonly #sentTokens = new WeakMap<XMLHttpRequest, string>();
  #isEncrypted: boolean | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#hls = new Hls({
      startPosition: options.startSeconds > 0 ? options.startSeconds : -1,
      backBufferLength: 60,
      maxBufferLength: bufferSeconds,
      maxMaxBufferLength: bufferSeconds,
      capLevelToPlayerSize: true,
      xhrSetup: (request, url) => this.#prepare(request, url),
    });
    this.#listen();
    this.#hls.loadSource(options.sourceUrl);
    this.#hls.attachMedia(options.video);
  }

  get rungs(): readonly Rung[] {
    return this.#hls.levels.map(toRung);
  }

  get activeRung(): number | null {
    return this.#hls.currentLevel >= 0 ? this.#hls.currentLevel : null;
  }

  get chosenRung(): number | null {
    return this.#hls.autoLevelEnabled ? null : this.#hls.manualLevel;
  }

  chooseRung(index: number | null): void {
    if (index === null) this.#hls.loadLevel = -1;
    // While playing, what is loaded plays on until the next segment. A paused film is loaded anew: the other way,
    // hls.js would leave one that is loaded to its end as it is.
    else if (this.#options.video.paused) this.#hls.currentLevel = index;
    else this.#hls.nextLevel = index;
  }

  stats(): PlaybackStats {
    const { video } = this.#options;
    const level = this.#hls.levels[this.#hls.currentLevel];
    const estimate = this.#hls.bandwidthEstimate;
    return {
      widthPx: video.videoWidth,
      heightPx: video.videoHeight,
      codecs: level === undefined ? null : codecsOf(level),
      bandwidthBitsPerSecond: Number.isFinite(estimate) ? estimate : null,
      isEncrypted: this.#isEncrypted,
      bufferSeconds: bufferedAheadSeconds(video),
    };
  }

  recover(trouble: 'network' | 'media'): void {
    if (trouble === 'media') this.#hls.recoverMediaError();
    else if (this.#hls.levels.length === 0) this.#hls.loadSource(this.#options.sourceUrl);
    else this.#hls.startLoad();
  }

  hold(): void {
    this.#hls.stopLoad();
  }

  stop(): void {
    this.#hls.stopLoad();
  }

  destroy(): void {
    this.#hls.destroy();
  }

  #prepare(request: XMLHttpRequest, url: string): void {
    // hls.js leaves the opening to this hook when it wants to set a header.
    if (request.readyState === XMLHttpRequest.UNSENT) request.open('GET', url, true);
    const credentials = this.#options.credentials();
    this.#sentTokens.set(request, credentials.token);
    const header = credentialHeader(url, this.#options.sourceUrl, credentials);
    if (header === null) return;
    request.setRequestHeader(...header);
    if (header[0] !== 'Edge-Token') return;
    request.addEventListener('readystatechange', () => this.#takeRenewed(request, header[1]));
  }

  #takeRenewed(request: XMLHttpRequest, replaced: string): void {
    // As soon as the head is there, and no later than the body: what hls.js asks next carries the new one. Of a short
    // answer a busy browser may tell both at once.
    if (request.readyState < XMLHttpRequest.HEADERS_RECEIVED) return;
    const token = request.status < 300 ? request.getResponseHeader('Edge-Token-Renewed') : null;
    if (token !== null && token !== '') this.#options.report({ type: 'token-renewed', token, replaced });
  }

  #listen(): void {
    const { report } = this.#options;
    this.#hls.on(Hls.Events.MANIFEST_LOADED, (_event, loaded) => {
      report({ type: 'loaded', title: loaded.sessionData?.['com.apple.hls.title']?.VALUE ?? null });
    });
    for (const name of [Hls.Events.MANIFEST_PARSED, Hls.Events.LEVELS_UPDATED, Hls.Events.LEVEL_SWITCHED] as const) {
      this.#hls.on(name, () => report({ type: 'rungs-changed' }));
    }
    this.#hls.on(Hls.Events.FRAG_CHANGED, (_event, { frag }) => {
      this.#isEncrypted = frag.encrypted;
    });
    this.#hls.on(Hls.Events.ERROR, (_event, data) => this.#judge(data));
  }

  #judge(data: ErrorData): void {
    const verdict = classifyHlsError({
      type: data.type,
      details: data.details,
      isFatal: data.fatal,
      answer: readAnswer(data),
    });
    if (verdict.type === 'refused') this.#options.report({ ...verdict, token: this.#tokenOf(data.networkDetails) });
    else if (verdict.type !== 'ignore') this.#options.report(verdict);
  }

  #tokenOf(request: unknown): string {
    const sent = request instanceof XMLHttpRequest ? this.#sentTokens.get(request) : undefined;
    return sent ?? this.#options.credentials().token;
  }
}

function toRung(level: Level, index: number): Rung {
  return {
    index,
    widthPx: level.width,
    heightPx: level.height,
    bitsPerSecond: level.bitrate,
    codecs: codecsOf(level),
  };
}

function codecsOf(level: Level): string {
  return [level.videoCodec, level.audioCodec].filter((codec) => codec !== undefined && codec !== '').join(', ');
}

function readAnswer(data: ErrorData): RefusedAnswer | null {
  const request: unknown = data.networkDetails;
  if (!(request instanceof XMLHttpRequest) || request.status === 0) return null;
  return {
    url: request.responseURL || data.url || '',
    status: request.status,
    denyHeader: request.getResponseHeader('X-Edge-Deny'),
    renewHeader: request.getResponseHeader('Edge-Renew'),
    body: readBody(request),
  };
}

function readBody(request: XMLHttpRequest): string {
  const body: unknown = request.response;
  if (typeof body === 'string') return body.slice(0, maxErrorBodyChars);
  return body instanceof ArrayBuffer ? new TextDecoder().decode(body.slice(0, maxErrorBodyChars)) : '';
}
