import { createElement } from './create-element.ts';
import { clampFraction, fractionAt, type Span } from './slider-geometry.ts';

export interface SliderOptions {
  readonly className: string;
  readonly label: string;
  readonly keys: 'seek' | 'volume';
  /** Text of the bubble above the pointer; null for a slider without one. */
  readonly bubbleText: ((fraction: number) => string) | null;
  /** While the pointer is down. */
  preview(fraction: number): void;
  /** When the pointer lets go. */
  commit(fraction: number): void;
}

export interface Slider {
  readonly root: HTMLElement;
  /** Ignored while the viewer drags. `spoken` is what a screen reader says for the value. */
  show(fraction: number, spoken: string): void;
  showLoaded(spans: readonly Span[]): void;
}

/** A horizontal slider with a large touch area; keys are handled by the player, which knows their meaning. */
export function createSlider(options: SliderOptions): Slider {
  const loaded = createElement('div', { class: 'loaded' });
  const bubble = createElement('div', { class: 'bubble', 'aria-hidden': 'true' });
  const track = createElement(
    'div',
    { class: 'track' },
    loaded,
    createElement('div', { class: 'filled' }),
    createElement('div', { class: 'thumb' }),
  );
  const root = createElement('div', {
    class: `slider ${options.className}`,
    role: 'slider',
    tabindex: '0',
    'aria-label': options.label,
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    'aria-valuenow': '0',
    'data-keys': options.keys,
  });
  root.append(track);
  if (options.bubbleText !== null) root.append(bubble);

  const place = (fraction: number) => root.style.setProperty('--at', String(fraction));
  const hover = (fraction: number) => {
    root.style.setProperty('--hover', String(fraction));
    bubble.textContent = options.bubbleText?.(fraction) ?? '';
  };
  const isDragging = followPointer(root, track, {
    hover,
    drag(fraction) {
      hover(fraction);
      place(fraction);
      options.preview(fraction);
    },
    drop: options.commit,
  });

  return {
    root,
    show(fraction, spoken) {
      if (isDragging()) return;
      place(clampFraction(fraction));
      root.setAttribute('aria-valuenow', String(Math.round(clampFraction(fraction) * 100)));
      root.setAttribute('aria-valuetext', spoken);
    },
    showLoaded(spans) {
      while (loaded.childElementCount > spans.length) loaded.lastElementChild?.remove();
      while (loaded.childElementCount < spans.length) loaded.append(createElement('div'));
      for (const [index, span] of spans.entries()) placeSpan(loaded.children[index], span);
    },
  };
}

interface PointerActs {
  hover(fraction: number): void;
  drag(fraction: number): void;
  drop(fraction: number): void;
}

/** Returns whether the viewer is dragging at this moment. */
function followPointer(root: HTMLElement, track: HTMLElement, acts: PointerActs): () => boolean {
  let isDragging = false;
  const read = (event: PointerEvent) => {
    const { left, width } = track.getBoundingClientRect();
    return fractionAt(event.clientX, left, width);
  };
  const release = (event: PointerEvent) => {
    if (!isDragging) return;
    isDragging = false;
    root.removeAttribute('data-dragging');
    if (event.type === 'pointerup') acts.drop(read(event));
  };
  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    isDragging = true;
    root.setPointerCapture(event.pointerId);
    root.setAttribute('data-dragging', '');
    acts.drag(read(event));
  });
  root.addEventListener('pointermove', (event) => {
    // Asked of the pointer, not of the device: many have a mouse and a touch screen.
    root.toggleAttribute('data-hover', event.pointerType !== 'touch');
    if (isDragging) acts.drag(read(event));
    else acts.hover(read(event));
  });
  root.addEventListener('pointerleave', () => root.removeAttribute('data-hover'));
  root.addEventListener('pointerup', release);
  root.addEventListener('pointercancel', release);
  return () => isDragging;
}

function placeSpan(element: Element | undefined, span: Span): void {
  if (!(element instanceof HTMLElement)) return;
  element.style.left = `${span.start * 100}%`;
  element.style.width = `${(span.end - span.start) * 100}%`;
}
