import type { Rung } from '../playback/engine.ts';
import type { Phase } from '../playback/playback-state.ts';
import { qualityMenu, speedMenu } from './choice-menu.ts';
import { createElement } from './create-element.ts';
import { formatTime, speakTime } from './format-time.ts';
import { createIconButton } from './icon-button.ts';
import type { IconName } from './icons.ts';
import { createMenu } from './menu.ts';
import { canPictureInPicture, type PlayerActions } from './player-actions.ts';
import { createSlider } from './slider.ts';
import { bufferedSpans } from './slider-geometry.ts';

/** What the controls show. */
export interface PlayerPicture {
  readonly phase: Phase;
  readonly isFullscreen: boolean;
  readonly rungs: readonly Rung[];
  readonly chosenRung: number | null;
  readonly activeRung: number | null;
}

export interface ControlBar {
  readonly root: HTMLElement;
  readonly hasOpenMenu: boolean;
  show(picture: PlayerPicture): void;
  closeMenus(): void;
}

/** The bar below the picture: seek bar, buttons and menus over one media element. */
export function createControlBar(
  video: HTMLVideoElement,
  actions: PlayerActions,
  chooseRung: (index: number | null) => void,
): ControlBar {
  const buttons = createButtons(video, actions);
  const sliders = createSliders(video, actions);
  const time = createElement('div', { class: 'time' });
  const menus = createMenus(actions, chooseRung);
  const root = createElement(
    'div',
    { class: 'bar' },
    sliders.seek.root,
    createElement(
      'div',
      { class: 'row' },
      buttons.play.root,
      buttons.mute.root,
      sliders.volume.root,
      time,
      createElement('div', { class: 'gap' }),
      menus.quality.button,
      menus.speed.button,
      buttons.pictureInPicture.root,
      buttons.fullscreen.root,
    ),
    menus.quality.panel,
    menus.speed.panel,
  );
  return {
    root,
    get hasOpenMenu() {
      return menus.quality.isOpen || menus.speed.isOpen;
    },
    closeMenus: menus.close,
    show(picture) {
      showButtons(buttons, video, picture);
      showSliders(sliders, video);
      time.textContent = `${formatTime(video.currentTime)} / ${formatTime(video.duration)}`;
      menus.quality.button.hidden = picture.rungs.length === 0;
      menus.quality.show(qualityMenu(picture.rungs, picture.chosenRung, picture.activeRung));
      menus.speed.show(speedMenu(video.playbackRate));
    },
  };
}

/** Icon and meaning of the play button by what the film does. */
export function playButtonFace(video: HTMLVideoElement, phase: Phase): readonly [IconName, string] {
  if (phase === 'ended') return ['replay', 'Play again'];
  return video.paused ? ['play', 'Play'] : ['pause', 'Pause'];
}

type Buttons = ReturnType<typeof createButtons>;

function createButtons(video: HTMLVideoElement, actions: PlayerActions) {
  const pictureInPicture = createIconButton('pip', '', actions.togglePictureInPicture);
  pictureInPicture.root.hidden = !canPictureInPicture(video);
  return {
    play: createIconButton('play', 'k', actions.togglePlay),
    mute: createIconButton('mute', 'm', actions.toggleMute),
    pictureInPicture,
    fullscreen: createIconButton('fullscreen', 'f', actions.toggleFullscreen),
  };
}

function showButtons(buttons: Buttons, video: HTMLVideoElement, { phase, isFullscreen }: PlayerPicture): void {
  buttons.play.show(...playButtonFace(video, phase));
  const isSilent = video.muted || video.volume === 0;
  buttons.mute.show(isSilent ? 'muted' : video.volume < 0.5 ? 'quiet' : 'loud', isSilent ? 'Sound on' : 'Sound off');
  buttons.pictureInPicture.show('pictureInPicture', 'Picture in picture');
  if (isFullscreen) buttons.fullscreen.show('leaveFullscreen', 'Leave full screen');
  else buttons.fullscreen.show('fullscreen', 'Full screen');
}

type Sliders = ReturnType<typeof createSliders>;

function createSliders(video: HTMLVideoElement, actions: PlayerActions) {
  return {
    seek: createSlider({
      className: 'seek',
      label: 'Position',
      keys: 'seek',
      bubbleText: (fraction) => formatTime(video.duration * fraction),
      preview() {},
      commit: actions.seekToFraction,
    }),
    volume: createSlider({
      className: 'volume',
      label: 'Volume',
      keys: 'volume',
      bubbleText: null,
      preview: actions.setVolume,
      commit: actions.setVolume,
    }),
  };
}

function showSliders({ seek, volume }: Sliders, video: HTMLVideoElement): void {
  const { currentTime, duration, buffered } = video;
  const hasEnd = Number.isFinite(duration) && duration > 0;
  seek.show(hasEnd ? currentTime / duration : 0, `${speakTime(currentTime)} of ${speakTime(duration)}`);
  const ranges = Array.from(
    { length: buffered.length },
    (_, index) => [buffered.start(index), buffered.end(index)] as const,
  );
  seek.showLoaded(bufferedSpans(ranges, duration));
  const loudness = video.muted ? 0 : video.volume;
  volume.show(loudness, `${Math.round(loudness * 100)} percent`);
}

function createMenus(actions: PlayerActions, chooseRung: (index: number | null) => void) {
  const close = () => {
    quality.close();
    speed.close();
  };
  const quality = createMenu<number | null>({
    className: 'quality',
    label: 'Quality',
    choose: chooseRung,
    opening: close,
  });
  const speed = createMenu<number>({ className: 'speed', label: 'Speed', choose: actions.setRate, opening: close });
  return { quality, speed, close };
}
