import { createElement } from './create-element.ts';
import { createIcon, type IconName } from './icons.ts';

export interface IconButton {
  readonly root: HTMLButtonElement;
  /** `label` says what a press does now; `shortcut` is shown with it in the tooltip. */
  show(icon: IconName, label: string): void;
}

/** A button whose icon and meaning change with the state of the player. */
export function createIconButton(className: string, shortcut: string, press: () => void): IconButton {
  const root = createElement('button', { type: 'button', class: `button ${className}`, 'data-keys': 'button' });
  root.addEventListener('click', press);
  let shown = '';
  return {
    root,
    show(icon, label) {
      if (shown === `${icon} ${label}`) return;
      shown = `${icon} ${label}`;
      root.replaceChildren(createIcon(icon));
      root.setAttribute('aria-label', label);
      root.title = shortcut === '' ? label : `${label} (${shortcut})`;
    },
  };
}
