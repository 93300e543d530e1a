import type { Rung } from '../playback/engine.ts';
import { rungLabel } from '../playback/rung-label.ts';

/** One line of a menu. */
export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  /** Smaller text beside it; empty for none. */
  readonly hint: string;
  readonly isChosen: boolean;
}

/** What a menu shows: the text of its button, what a screen reader hears for it, and its lines. */
export interface ChoiceMenu<Value> {
  readonly text: string;
  /** Left out where the player is narrow; empty for none. */
  readonly detail: string;
  readonly spoken: string;
  readonly choices: readonly Choice<Value>[];
}

const codecNames = { av01: 'AV1', avc1: 'H.264', avc3: 'H.264', hvc1: 'HEVC', hev1: 'HEVC', vp09: 'VP9' } as const;

/**
 * The quality menu: automatic first, with the rung that it plays now, then every rung from the best down. The codec is
 * named only where two rungs would read alike. A chosen or active rung is its engine index, null is automatic or unknown.
 */
export function qualityMenu(
  rungs: readonly Rung[],
  chosenRung: number | null,
  activeRung: number | null,
): ChoiceMenu<number | null> {
  const sorted = [...rungs].sort((a, b) => b.heightPx - a.heightPx || b.bitsPerSecond - a.bitsPerSecond);
  const labels = labelRungs(sorted);
  const activeLabel = activeRung === null ? '' : (labels.get(activeRung) ?? '');
  const chosenLabel = chosenRung === null ? 'Auto' : (labels.get(chosenRung) ?? 'Auto');
  const spoken = chosenRung === null && activeLabel !== '' ? `automatic, now ${activeLabel}` : chosenLabel;
  const automatic = {
    value: null,
    label: 'Auto',
    hint: chosenRung === null ? activeLabel : '',
    isChosen: chosenRung === null,
  };
  const fixed = sorted.map((rung) => ({
    value: rung.index,
    label: labels.get(rung.index) ?? '',
    hint: formatBitrate(rung.bitsPerSecond),
    isChosen: rung.index === chosenRung,
  }));
  return { text: chosenLabel, detail: chosenRung === null ? activeLabel : '', spoken, choices: [automatic, ...fixed] };
}

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** The menu of playback rates. */
export function speedMenu(rate: number): ChoiceMenu<number> {
  return {
    text: `${rate}×`,
    detail: '',
    spoken: rate === 1 ? 'normal' : `${rate} times`,
    choices: speeds.map((speed) => ({
      value: speed,
      label: speed === 1 ? 'Normal' : `${speed}×`,
      hint: '',
      isChosen: speed === rate,
    })),
  };
}

/** `2.5 Mb/s`, `640 kb/s`. */
export function formatBitrate(bitsPerSecond: number): string {
  if (bitsPerSecond >= 1_000_000) return `${(bitsPerSecond / 1_000_000).toFixed(1)} Mb/s`;
  return `${Math.round(bitsPerSecond / 1000)} kb/s`;
}

function labelRungs(rungs: readonly Rung[]): Map<number, string> {
  const sizes = rungs.map((rung) => rungLabel(rung.widthPx, rung.heightPx));
  return new Map(
    rungs.map((rung, position) => {
      const size = sizes[position] ?? '';
      const isShared = sizes.filter((other) => other === size).length > 1;
      return [rung.index, isShared ? `${size} ${codecName(rung.codecs)}`.trimEnd() : size];
    }),
  );
}

function codecName(codecs: string): string {
  const family = codecs.slice(0, 4);
  return Object.hasOwn(codecNames, family) ? codecNames[family as keyof typeof codecNames] : '';
}
