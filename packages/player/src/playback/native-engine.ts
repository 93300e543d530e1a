import { bufferedAheadSeconds, type EngineOptions, type PlaybackEngine, type PlaybackStats } from './engine.ts';
import { readRefusal } from './read-refusal.ts';
import { withQueryToken } from './request-credentials.ts';

/** True where the browser plays HLS by itself (Safari, and some others without Media Source Extensions). */
export function canUseNativeEngine(video: HTMLVideoElement): boolean {
  return video.canPlayType('application/vnd.apple.mpegurl') !== '';
}

/** Plays through the browser's own HLS player. It sends no headers, so the token rides in the query (edge access §7). */
export function createNativeEngine(options: EngineOptions): PlaybackEngine {
  return new NativeEngine(options);
}

class NativeEngine implements PlaybackEngine {
  readonly rungs = [];
  readonly activeRung = null;
  readonly chosenRung = null;
  readonly #options: EngineOptions;
  readonly #ended = new AbortController();
  /** What the browser was sent to; a token that was renewed since is not in it. */
  #opened = { url: '', token: '' };

  constructor(options: EngineOptions) {
    this.#options = options;
    const { video, report } = options;
    const { signal } = this.#ended;
    video.addEventListener(
      'loadedmetadata',
      () => {
        if (options.startSeconds > 0) video.currentTime = options.startSeconds;
        report({ type: 'loaded', title: null });
      },
      { signal },
    );
    video.addEventListener('error', () => void this.#explain(), { signal });
    this.#openUrl();
  }

  /** The browser chooses; nothing to do. */
  chooseRung(): void {}

  stats(): PlaybackStats {
    const { video } = this.#options;
    return {
      widthPx: video.videoWidth,
      heightPx: video.videoHeight,
      codecs: null,
      bandwidthBitsPerSecond: null,
      isEncrypted: null,
      bufferSeconds: bufferedAheadSeconds(video),
    };
  }

  recover(): void {
    const { video } = this.#options;
    const positionSeconds = video.currentTime;
    const wasPlaying = !video.paused;
    const seekBack = () => {
      video.currentTime = positionSeconds;
    };
    video.addEventListener('loadedmetadata', seekBack, { once: true });
    this.#openUrl();
    if (wasPlaying) void video.play().catch(() => {});
  }

  /** The browser takes no word about its requests. */
  hold(): void {}

  stop(): void {
    this.#ended.abort();
    this.#options.video.removeAttribute('src');
    this.#options.video.load();
  }

  destroy(): void {
    this.stop();
  }

  #openUrl(): void {
    const { video, sourceUrl, credentials } = this.#options;
    const { token } = credentials();
    this.#opened = { url: withQueryToken(sourceUrl, token), token };
    video.src = this.#opened.url;
  }

  /** The element says only that it failed: the playlist is asked again to learn whether the server refused. */
  async #explain(): Promise<void> {
    const code = this.#options.video.error?.code;
    const { report } = this.#options;
    const { url, token } = this.#opened;
    try {
      const response = await fetch(url, { signal: this.#ended.signal });
      const { url: answered, status, headers } = response;
      const [denyHeader, renewHeader] = [headers.get('X-Edge-Deny'), headers.get('Edge-Renew')];
      const refusal = readRefusal({
        url: answered,
        status,
        denyHeader,
        renewHeader,
        body: response.ok ? '' : await response.text(),
      });
      if (refusal !== null) report({ type: 'refused', refusal, token });
      else if (code === MediaError.MEDIA_ERR_NETWORK)
        report({ type: 'failed', trouble: 'network', code: 'network_lost' });
      else if (code === MediaError.MEDIA_ERR_DECODE) report({ type: 'failed', trouble: 'media', code: 'media_broken' });
      else report({ type: 'failed', trouble: 'other', code: 'unsupported' });
    } catch {
      if (!this.#ended.signal.aborted) report({ type: 'failed', trouble: 'network', code: 'network_lost' });
    }
  }
}
