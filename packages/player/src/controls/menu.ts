import type { Choice, ChoiceMenu } from './choice-menu.ts';
import { createElement } from './create-element.ts';
import { createIcon } from './icons.ts';

export interface Menu<Value> {
  readonly button: HTMLButtonElement;
  readonly panel: HTMLElement;
  readonly isOpen: boolean;
  show(menu: ChoiceMenu<Value>): void;
  /** Returns the focus to the button when it was inside. */
  close(): void;
}

export interface MenuOptions<Value> {
  readonly className: string;
  /** Name of what is chosen, such as `Quality`. */
  readonly label: string;
  choose(value: Value): void;
  /** Before this menu opens: time to close another. */
  opening(): void;
}

/** A button with a menu of which one line is chosen (WAI-ARIA menu button, `menuitemradio`). */
export function createMenu<Value>(options: MenuOptions<Value>): Menu<Value> {
  const button = createElement('button', {
    type: 'button',
    class: `button text-button ${options.className}`,
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'data-keys': 'button',
  });
  const panel = createElement('div', { class: 'menu', role: 'menu', 'aria-label': options.label, hidden: true });
  let shown = '';

  const close = () => {
    if (panel.hidden) return;
    const hadFocus = panel.matches(':focus-within');
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (hadFocus) button.focus();
  };
  const open = () => {
    options.opening();
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    panel.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
  };
  const choose = (value: Value) => {
    options.choose(value);
    close();
  };
  button.addEventListener('click', () => (panel.hidden ? open() : close()));
  panel.addEventListener('keydown', (event) => moveInMenu(event, panel, close));

  return {
    button,
    panel,
    get isOpen() {
      return !panel.hidden;
    },
    show(menu) {
      const next = JSON.stringify(menu);
      if (next === shown) return;
      shown = next;
      button.replaceChildren(menu.text, createElement('span', { class: 'detail' }, menu.detail));
      button.title = options.label;
      button.setAttribute('aria-label', `${options.label}: ${menu.spoken}`);
      replaceLines(panel, menu.choices, choose);
    },
    close,
  };
}

/** Keeps the focus on the same line when the lines change under it. */
function replaceLines<Value>(
  panel: HTMLElement,
  choices: readonly Choice<Value>[],
  choose: (value: Value) => void,
): void {
  const lines = [...panel.children];
  const focused = lines.findIndex((line) => line.matches(':focus'));
  panel.replaceChildren(...choices.map((choice) => createLine(choice, choose)));
  const again = panel.children[focused];
  if (again instanceof HTMLElement) again.focus();
}

function createLine<Value>(choice: Choice<Value>, choose: (value: Value) => void): HTMLElement {
  const line = createElement(
    'button',
    { type: 'button', class: 'choice', role: 'menuitemradio', tabindex: '-1', 'aria-checked': String(choice.isChosen) },
    createIcon('check'),
    createElement('span', {}, choice.label),
    createElement('span', { class: 'hint' }, choice.hint),
  );
  line.addEventListener('click', () => choose(choice.value));
  return line;
}

/** The menu keeps its keys from the player: there, arrows would seek. */
function moveInMenu(event: KeyboardEvent, panel: HTMLElement, close: () => void): void {
  const lines = [...panel.querySelectorAll<HTMLElement>('.choice')];
  const at = lines.findIndex((line) => line.matches(':focus'));
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % lines.length,
    ArrowUp: (at - 1 + lines.length) % lines.length,
    Home: 0,
    End: lines.length - 1,
  };
  event.stopPropagation();
  if (event.key === 'Escape' || event.key === 'Tab') close();
  const target = targets[event.key];
  if (target !== undefined) lines[target]?.focus();
  if (event.key !== 'Tab' && event.key !== 'Enter' && event.key !== ' ') event.preventDefault();
}
