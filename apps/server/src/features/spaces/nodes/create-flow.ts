/** Where texts come from. */
interface Source {
  pause(): void;
  resume(): void;
}

/** Where they go. */
interface Target {
  send(text: string, sent: () => void): void;
}

/** So much may be on its way to a target that does not take it. */
const MOST = 262_144;
const LITTLE = MOST / 4;

/** Passes texts on, and has their source wait while too much of them has not left us. */
export function createFlow(source: Source, target: Target): (text: string) => void {
  let waiting = 0;
  let isPaused = false;
  return (text) => {
    waiting += text.length;
    if (!isPaused && waiting > MOST) {
      isPaused = true;
      source.pause();
    }
    target.send(text, () => {
      waiting -= text.length;
      if (!isPaused || waiting > LITTLE) return;
      isPaused = false;
      source.resume();
    });
  };
}
