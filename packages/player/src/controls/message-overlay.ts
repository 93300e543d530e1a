import type { ProblemCode } from '../playback/problem-code.ts';
import { problemMessages } from '../playback/problem-messages.ts';
import { createElement } from './create-element.ts';
import { createIcon } from './icons.ts';

export interface MessageOverlay {
  readonly root: HTMLElement;
  show(code: ProblemCode, requestId: string | null): void;
  hide(): void;
}

/** Tells over the picture why playback stopped. Always in the page, so that screen readers hear it change. */
export function createMessageOverlay(retry: () => void): MessageOverlay {
  const root = createElement('div', { class: 'message', role: 'alert' });
  return {
    root,
    show(code, requestId) {
      const message = problemMessages[code];
      const reference = requestId === null ? code : `${code} · ${requestId}`;
      const box = createElement(
        'div',
        { class: 'message-box' },
        createIcon(message.kind === 'access' ? 'lock' : 'warning'),
        createElement('h2', {}, message.heading),
        createElement('p', {}, message.advice),
      );
      if (message.canRetry) box.append(createRetryButton(retry));
      box.append(createElement('p', { class: 'reference' }, reference));
      root.replaceChildren(box);
    },
    hide() {
      root.replaceChildren();
    },
  };
}

function createRetryButton(retry: () => void): HTMLElement {
  const button = createElement('button', { type: 'button', class: 'retry', 'data-keys': 'button' }, 'Try again');
  button.addEventListener('click', retry);
  return button;
}
