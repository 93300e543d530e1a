import { initialsOf } from '../src/space-page/plan-tiles.ts';
import type { Problem } from '../src/space-page/problem-words.ts';
import { createDeviceChoice } from './device-choice.ts';
import { element, say } from './elements.ts';
import type { Device, OwnMedia } from './own-media.ts';
import { createRoundButton } from './toggle-button.ts';

/** What the person has decided. */
export interface JoinWish {
  readonly name: string;
  readonly pastedToken: string;
}

/** The screen before joining. */
export interface Lobby {
  readonly screen: HTMLElement;
  /** `isTokenRefused` asks for another invitation. */
  explain(problem: Problem | null, isTokenRefused?: boolean): void;
  setBusy(isBusy: boolean): void;
  /** Draws anew what is open; after this screen was away. */
  refresh(): void;
  stop(): void;
}

interface LobbyParts {
  readonly media: OwnMedia;
  readonly name: string;
  readonly isTokenMissing: boolean;
  /** A subscriber publishes nothing, so nothing is opened. */
  readonly mayPublish: boolean;
  onJoin(wish: JoinWish): void;
}

/** Camera picture, devices, name, and the button that joins. */
export function createLobby({ media, name, isTokenMissing, mayPublish, onJoin }: LobbyParts): Lobby {
  const nameField = element('input', {
    name: 'name',
    maxlength: '64',
    autocomplete: 'name',
    placeholder: 'How others see you',
    value: name,
  });
  const tokenField = element('input', {
    name: 'token',
    autocomplete: 'off',
    spellcheck: 'false',
    required: isTokenMissing,
    placeholder: 'Paste the link or the token',
  });
  const join = element('button', { type: 'submit', class: 'primary' }, 'Join');
  const invitation = labelled('Invitation', tokenField);
  invitation.hidden = !isTokenMissing;
  const alert = element('div', { role: 'alert', class: 'problem' });
  const preview = createPreview(media, () => nameField.value);
  const form = element(
    'form',
    { class: 'card' },
    element('h1', {}, 'Join the space'),
    alert,
    invitation,
    labelled('Your name', nameField),
    ...(mayPublish ? [preview.choices] : [element('p', { class: 'quiet' }, 'You join to watch and listen.')]),
    join,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onJoin({ name: nameField.value.trim(), pastedToken: tokenField.value });
  });
  nameField.addEventListener('input', preview.refresh);
  if (mayPublish) void media.openBoth().then(preview.refresh);
  return {
    screen: element('main', { class: 'lobby' }, ...(mayPublish ? [preview.box] : []), form),
    explain(problem, isTokenRefused = false) {
      const words =
        problem === null ? [] : [element('strong', {}, problem.heading), element('span', {}, problem.advice)];
      alert.replaceChildren(...words);
      if (isTokenRefused) invitation.hidden = false;
    },
    setBusy(isBusy) {
      join.disabled = isBusy;
      say(join, isBusy ? 'Joining…' : 'Join');
    },
    refresh: preview.refresh,
    stop: preview.stop,
  };
}

const labelled = (text: string, field: HTMLElement): HTMLElement =>
  element('label', {}, element('span', {}, text), field);

function createPreview(media: OwnMedia, readName: () => string) {
  const video = element('video', { class: 'mirrored', 'aria-label': 'Your camera' });
  const letters = element('span', { class: 'letters', 'aria-hidden': 'true' });
  const trouble = element('p', { class: 'trouble', role: 'status' });
  const toggle = async (device: Device) => {
    if (media[device] === null) await media.open(device);
    else media.close(device);
    refresh();
  };
  const microphone = createRoundButton('Microphone', 'm', () => void toggle('microphone'));
  const camera = createRoundButton('Camera', 'v', () => void toggle('camera'));
  const choice = createDeviceChoice(
    (device) => media[device]?.deviceId,
    (device, deviceId) => {
      media.chosen[device] = deviceId;
      media.close(device);
      void media.open(device).then(refresh);
    },
  );
  const box = element(
    'section',
    { class: 'preview', 'aria-label': 'Preview' },
    video,
    letters,
    trouble,
    element('div', { class: 'controls' }, microphone.button, camera.button),
  );

  function refresh(): void {
    const { camera: picture, microphone: sound, troubles } = media;
    if (picture === null) video.srcObject = null;
    else picture.attach(video);
    video.hidden = picture === null;
    say(letters, picture === null ? initialsOf(readName()) : '');
    say(trouble, Object.values(troubles).filter(Boolean).join(' '));
    microphone.show(faceOf('microphone', sound !== null));
    camera.show(faceOf('camera', picture !== null));
    void choice.refresh();
  }
  refresh();
  return { box, choices: choice.box, refresh, stop: choice.stop };
}

/** How the button of a device looks, and what it does next. */
export function faceOf(device: Device, isOn: boolean) {
  return {
    icon: isOn ? device : (`${device}Off` as const),
    label: `Turn ${device} ${isOn ? 'off' : 'on'}`,
    state: isOn ? 'on' : 'off',
  } as const;
}
