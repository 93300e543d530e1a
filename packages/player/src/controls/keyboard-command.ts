/** What has the focus: a button and a menu use some keys themselves, a slider gives arrows its own meaning. */
export type KeyTarget = 'player' | 'button' | 'seek' | 'volume';

export type KeyCommand =
  | { readonly type: 'toggle-play' | 'toggle-mute' | 'toggle-fullscreen' }
  | { readonly type: 'close' }
  | { readonly type: 'seek-by'; readonly seconds: number }
  | { readonly type: 'seek-to'; readonly fraction: number }
  | { readonly type: 'volume-by'; readonly amount: number };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const volumeStep = 0.05;

const commands: ReadonlyMap<string, KeyCommand> = new Map<string, KeyCommand>([
  [' ', { type: 'toggle-play' }],
  ['k', { type: 'toggle-play' }],
  ['m', { type: 'toggle-mute' }],
  ['f', { type: 'toggle-fullscreen' }],
  ['escape', { type: 'close' }],
  ['arrowleft', { type: 'seek-by', seconds: -5 }],
  ['arrowright', { type: 'seek-by', seconds: 5 }],
  ['j', { type: 'seek-by', seconds: -10 }],
  ['l', { type: 'seek-by', seconds: 10 }],
  ['arrowup', { type: 'volume-by', amount: volumeStep }],
  ['arrowdown', { type: 'volume-by', amount: -volumeStep }],
  ['home', { type: 'seek-to', fraction: 0 }],
  ['end', { type: 'seek-to', fraction: 1 }],
]);

const volumeCommands: ReadonlyMap<string, KeyCommand> = new Map<string, KeyCommand>([
  ['arrowleft', { type: 'volume-by', amount: -volumeStep }],
  ['arrowright', { type: 'volume-by', amount: volumeStep }],
  ['home', { type: 'volume-by', amount: -1 }],
  ['end', { type: 'volume-by', amount: 1 }],
]);

/** What a key does in the player, or null when it is not ours: the browser keeps its own combinations. */
export function keyCommand(press: KeyPress, target: KeyTarget): KeyCommand | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const key = press.key.toLowerCase();
  if (target === 'button' && key === ' ') return null;
  if (/^[0-9]$/.test(key)) return { type: 'seek-to', fraction: Number(key) / 10 };
  return (target === 'volume' ? volumeCommands.get(key) : undefined) ?? commands.get(key) ?? null;
}
