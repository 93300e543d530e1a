import type { ProblemCode } from '../playback/problem-code.ts';
import { createControlBar, type PlayerPicture, playButtonFace } from './control-bar.ts';
import { createElement } from './create-element.ts';
import { createIconButton } from './icon-button.ts';
import { watchIdle } from './idle-watch.ts';
import { type KeyCommand, type KeyTarget, keyCommand } from './keyboard-command.ts';
import { createMessageOverlay } from './message-overlay.ts';
import type { PlayerActions } from './player-actions.ts';

export interface PlayerView {
  readonly root: HTMLElement;
  show(picture: PlayerPicture): void;
  showTitle(title: string): void;
  showProblem(code: ProblemCode, requestId: string | null): void;
  /** Acts on a key; returns false, and leaves the event alone, when it means nothing here. */
  pressKey(event: KeyboardEvent): boolean;
}

export interface PlayerViewOptions {
  readonly video: HTMLVideoElement;
  readonly actions: PlayerActions;
  chooseRung(index: number | null): void;
  retry(): void;
  /** Puts the focus on the whole player, for when the pressed button disappears. */
  focus(): void;
}

/** Phases in which a spinner says that the viewer has to wait. */
const waitingPhases: ReadonlySet<string> = new Set(['loading', 'buffering']);

/** Everything inside the element: picture, controls, messages. */
export function createPlayerView(options: PlayerViewOptions): PlayerView {
  const { video, actions } = options;
  const bar = createControlBar(video, actions, options.chooseRung);
  const message = createMessageOverlay(() => {
    options.focus();
    options.retry();
  });
  const start = createIconButton('start', '', () => {
    options.focus();
    actions.togglePlay();
  });
  const title = createElement('div', { class: 'title' });
  const waiting = createElement('div', { class: 'waiting', role: 'status' });
  // An empty title keeps the host's own from showing as a tooltip over the whole picture.
  const root = createElement(
    'div',
    { class: 'frame', title: '' },
    video,
    title,
    waiting,
    start.root,
    bar.root,
    message.root,
  );

  let phase: PlayerPicture['phase'] = 'idle';
  const idle = watchIdle(() => showIdle());
  const showIdle = () => {
    const canHide = phase === 'playing' && !bar.hasOpenMenu && !root.matches(':has([data-dragging])');
    root.toggleAttribute('data-idle', canHide && idle.isIdle);
  };
  followPointer({ root, video, idle, actions, closeMenus: () => bar.closeMenus(), isMenuOpen: () => bar.hasOpenMenu });

  return {
    root,
    show(picture) {
      if (picture.phase === 'playing' && phase !== 'playing') idle.wake();
      phase = picture.phase;
      root.setAttribute('data-phase', phase);
      start.show(...playButtonFace(video, phase));
      const isWaiting = waitingPhases.has(phase);
      waiting.toggleAttribute('data-on', isWaiting);
      waiting.textContent = isWaiting ? 'Loading' : '';
      bar.root.inert = phase === 'stopped' || phase === 'idle';
      bar.show(picture);
      if (phase !== 'stopped') message.hide();
      showIdle();
    },
    showTitle(text) {
      title.textContent = text;
    },
    showProblem(code, requestId) {
      bar.closeMenus();
      message.show(code, requestId);
    },
    pressKey(event) {
      const command = keyCommand(event, focusOf(event));
      if (command === null || phase === 'stopped' || phase === 'idle') return false;
      idle.wake();
      if (command.type === 'close') bar.closeMenus();
      else act(command, actions, video);
      event.preventDefault();
      return true;
    },
  };
}

function act(command: Exclude<KeyCommand, { type: 'close' }>, actions: PlayerActions, video: HTMLVideoElement): void {
  if (command.type === 'toggle-play') actions.togglePlay();
  else if (command.type === 'toggle-mute') actions.toggleMute();
  else if (command.type === 'toggle-fullscreen') actions.toggleFullscreen();
  else if (command.type === 'seek-by') actions.seekBy(command.seconds);
  else if (command.type === 'seek-to') actions.seekToFraction(command.fraction);
  else if (command.type === 'volume-by') actions.setVolume((video.muted ? 0 : video.volume) + command.amount);
}

function focusOf(event: KeyboardEvent): KeyTarget {
  const target = event.composedPath()[0];
  const kind = target instanceof Element ? target.closest('[data-keys]')?.getAttribute('data-keys') : null;
  return kind === 'button' || kind === 'seek' || kind === 'volume' ? kind : 'player';
}

interface PointerScene {
  readonly root: HTMLElement;
  readonly video: HTMLVideoElement;
  readonly idle: ReturnType<typeof watchIdle>;
  readonly actions: PlayerActions;
  isMenuOpen(): boolean;
  closeMenus(): void;
}

/** A click plays or pauses; a tap only shows or hides the controls, because a finger hides what it is about to press. */
function followPointer({ root, video, idle, actions, isMenuOpen, closeMenus }: PointerScene): void {
  root.addEventListener('pointermove', (event) => event.pointerType !== 'touch' && idle.wake());
  root.addEventListener('pointerleave', (event) => event.pointerType !== 'touch' && idle.leave());
  root.addEventListener('focusin', () => idle.wake());
  root.addEventListener('keydown', () => idle.wake());
  let isTouch = false;
  root.addEventListener('pointerdown', (event) => {
    isTouch = event.pointerType === 'touch';
    if (event.target !== video) idle.wake();
  });
  video.addEventListener('click', () => {
    if (isMenuOpen()) closeMenus();
    else if (!isTouch) actions.togglePlay();
    else if (root.hasAttribute('data-idle')) idle.wake();
    else idle.leave();
  });
  video.addEventListener('dblclick', () => {
    if (!isTouch) actions.toggleFullscreen();
  });
}
