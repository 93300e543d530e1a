const waiting = new Set<HTMLMediaElement>();
const gestures = ['pointerdown', 'keydown'] as const;

/** Plays now or, where the browser wants a gesture of the person first, with the next one. */
export function playWhenAllowed(element: HTMLMediaElement): void {
  element.play().catch((error: unknown) => {
    if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
    if (waiting.size === 0) for (const name of gestures) addEventListener(name, playWaiting, { capture: true });
    waiting.add(element);
  });
}

function playWaiting(): void {
  for (const name of gestures) removeEventListener(name, playWaiting, { capture: true });
  const elements = [...waiting];
  waiting.clear();
  for (const element of elements) if (element.srcObject !== null) playWhenAllowed(element);
}
