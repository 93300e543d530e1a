import { clampFraction } from './slider-geometry.ts';

/** Everything a viewer can do, whether by pointer or by key. */
export interface PlayerActions {
  togglePlay(): void;
  seekTo(seconds: number): void;
  seekBy(seconds: number): void;
  seekToFraction(fraction: number): void;
  setVolume(volume: number): void;
  toggleMute(): void;
  setRate(rate: number): void;
  togglePictureInPicture(): void;
  toggleFullscreen(): void;
}

/** Sound that is switched on again at zero would stay silent. */
const audibleVolume = 0.3;

/** The actions on a media element; `frame` is what goes full screen. */
export function createPlayerActions(video: HTMLVideoElement, frame: HTMLElement): PlayerActions {
  const seekTo = (seconds: number) => {
    const end = Number.isFinite(video.duration) ? video.duration : seconds;
    video.currentTime = Math.min(Math.max(0, seconds), end);
  };
  return {
    seekTo,
    togglePlay() {
      if (video.paused || video.ended) void video.play().catch(ignoreRefusedPlay);
      else video.pause();
    },
    seekBy: (seconds) => seekTo(video.currentTime + seconds),
    seekToFraction(fraction) {
      if (Number.isFinite(video.duration)) seekTo(video.duration * fraction);
    },
    setVolume(volume) {
      video.volume = clampFraction(volume);
      video.muted = video.volume === 0;
    },
    toggleMute() {
      video.muted = !video.muted;
      if (!video.muted && video.volume === 0) video.volume = audibleVolume;
    },
    setRate(rate) {
      video.playbackRate = rate;
      video.defaultPlaybackRate = rate;
    },
    togglePictureInPicture() {
      const change =
        document.pictureInPictureElement === null ? video.requestPictureInPicture() : document.exitPictureInPicture();
      void change.catch(() => {});
    },
    toggleFullscreen: () => toggleFullscreen(video, frame),
  };
}

/** True where the browser can show the picture in a window of its own. */
export function canPictureInPicture(video: HTMLVideoElement): boolean {
  return document.pictureInPictureEnabled === true && 'requestPictureInPicture' in video;
}

/** A browser that forbids playing before a gesture leaves the film paused, which the controls show. */
export function ignoreRefusedPlay(): void {}

function toggleFullscreen(video: HTMLVideoElement, frame: HTMLElement): void {
  if (document.fullscreenElement !== null) return void document.exitFullscreen().catch(() => {});
  if ('requestFullscreen' in frame) return void frame.requestFullscreen().catch(() => {});
  // iPhones know full screen only for the video itself.
  const enter: unknown = Reflect.get(video, 'webkitEnterFullscreen');
  if (typeof enter === 'function') enter.call(video);
}
