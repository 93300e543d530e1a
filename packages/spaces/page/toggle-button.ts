import { element } from './elements.ts';
import { type IconName, icon } from './icons.ts';

interface Face {
  readonly icon: IconName;
  /** What a press does, such as "Mute". */
  readonly label: string;
}

/** A round button with a word below. */
export interface RoundButton {
  readonly button: HTMLButtonElement;
  show(face: Face & { readonly state?: 'on' | 'off' | 'none' }): void;
}

/** `keys` is the shortcut that is told, such as `m`; empty for none. */
export function createRoundButton(name: string, keys: string, onPress: () => void): RoundButton {
  const drawing = element('span', { class: 'round' });
  const word = element('span', { class: 'word' }, name);
  const button = element('button', { type: 'button', class: 'control' }, drawing, word);
  if (keys !== '') button.setAttribute('aria-keyshortcuts', keys);
  button.addEventListener('click', onPress);
  return {
    button,
    show(face) {
      drawing.replaceChildren(icon(face.icon));
      button.dataset.state = face.state ?? 'on';
      button.setAttribute('aria-label', face.label);
      button.title = keys === '' ? face.label : `${face.label} (${keys})`;
    },
  };
}
