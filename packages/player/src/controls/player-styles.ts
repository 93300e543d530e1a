/**
 * Styles of the shadow tree. A constructed sheet, because a page with `style-src 'self'` refuses style elements.
 * Host pages set `--sluice-accent` and `--sluice-font`.
 */
export function createPlayerStyles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

const css = `
:host { display: block; position: relative; aspect-ratio: 16 / 9; background: #000; color: #fff; overflow: hidden;
  container-type: inline-size; -webkit-tap-highlight-color: transparent;
  font: 500 14px/1.4 var(--sluice-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif); }
:host([hidden]) { display: none; }
:host(:focus) { outline: none; }
:host(:focus-visible) { outline: 2px solid var(--sluice-accent, #35c2d6); outline-offset: 2px; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.frame { --accent: var(--sluice-accent, #35c2d6); position: absolute; inset: 0; background: #000; overflow: hidden;
  container-type: inline-size; user-select: none; -webkit-user-select: none; }
video { width: 100%; height: 100%; object-fit: contain; display: block; }
svg { width: 24px; height: 24px; display: block; pointer-events: none; }
.fill { fill: currentColor; }
.line { fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }

button { font: inherit; color: inherit; background: none; border: 0; margin: 0; padding: 0; cursor: pointer; touch-action: manipulation; }
.button { min-width: 44px; height: 44px; display: grid; place-items: center; border-radius: 8px; flex: none; opacity: .92; }
.text-button { padding: 0 8px; display: flex; align-items: center; justify-content: center; font-size: 13px; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
:is(button, .slider):focus { outline: none; }
:is(button, .slider):focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: 8px; }
@media (hover: hover) { .button:hover { opacity: 1; background: rgb(255 255 255 / .14); } }

.title { position: absolute; inset: 0 0 auto; padding: 20px 24px 48px; font-size: 18px; font-weight: 600; display: none; pointer-events: none;
  background: linear-gradient(rgb(0 0 0 / .6), transparent); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
:host(:fullscreen) .title { display: block; }

.bar { position: absolute; inset: auto 0 0; padding: 72px 12px 4px;
  background: linear-gradient(transparent, rgb(0 0 0 / .12) 25%, rgb(0 0 0 / .42) 60%, rgb(0 0 0 / .72));
  pointer-events: none; }
.bar > *, .row > * { pointer-events: auto; }
.row { display: flex; align-items: center; gap: 2px; pointer-events: none; }
.gap { flex: 1; min-width: 0; pointer-events: none; }
.time { padding: 0 8px; font-size: 13px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar, .title { transition: opacity .2s; }
[data-idle] { cursor: none; }
[data-idle] :is(.bar, .title) { opacity: 0; }
:is([data-phase="idle"], [data-phase="stopped"]) .bar { display: none; }

.slider { --at: 0; --hover: 0; position: relative; height: 24px; display: flex; align-items: center; cursor: pointer; touch-action: none; }
@media (pointer: coarse) { .slider { height: 40px; } }
.track { position: relative; flex: 1; height: 4px; border-radius: 2px; background: rgb(255 255 255 / .26); transition: height .12s; }
.filled, .loaded, .loaded > div { position: absolute; inset: 0; border-radius: inherit; }
.loaded { overflow: hidden; }
.loaded > div { right: auto; background: rgb(255 255 255 / .36); border-radius: 0; }
.filled { background: var(--accent); width: calc(var(--at) * 100%); right: auto; }
.thumb { position: absolute; top: 50%; left: calc(var(--at) * 100%); width: 14px; height: 14px; margin: -7px; border-radius: 50%;
  background: var(--accent); box-shadow: 0 0 0 2px rgb(0 0 0 / .25); transform: scale(.75); transition: transform .12s; }
.slider:is([data-hover], :focus-visible, [data-dragging]) .thumb { transform: scale(1); }
.slider:is([data-hover], [data-dragging]) .track { height: 6px; }
.seek { margin: 0 8px; }
.volume { width: 72px; margin: 0 8px 0 2px; height: 40px; }
.bubble { position: absolute; bottom: calc(50% + 16px); left: clamp(28px, calc(var(--hover) * 100%), calc(100% - 28px)); transform: translateX(-50%);
  padding: 3px 8px; border-radius: 6px; background: rgb(15 18 22 / .92); font-size: 12px; font-variant-numeric: tabular-nums;
  opacity: 0; pointer-events: none; }
.slider:is([data-hover], [data-dragging]) .bubble { opacity: 1; }

.menu { position: absolute; right: 12px; bottom: 56px; min-width: 190px; max-height: calc(100cqw * 9 / 16 - 72px); overflow-y: auto; overscroll-behavior: contain;
  padding: 6px; border-radius: 12px; background: rgb(18 21 26 / .96); box-shadow: 0 8px 32px rgb(0 0 0 / .5); }
.choice { display: flex; align-items: center; gap: 8px; width: 100%; min-height: 40px; padding: 0 12px 0 8px; border-radius: 8px; text-align: left; }
.menu svg { width: 18px; height: 18px; visibility: hidden; }
.choice .line { stroke-width: 2.6; }
.menu [aria-checked="true"] svg { visibility: visible; color: var(--accent); }
.detail:not(:empty) { margin-left: 5px; font-weight: 400; opacity: .75; }
.hint { margin-left: auto; padding-left: 16px; font-size: 12px; font-weight: 400; opacity: .66; font-variant-numeric: tabular-nums; }
@media (hover: hover) { .choice:hover { background: rgb(255 255 255 / .1); } }

.start { position: absolute; inset: 50% auto auto 50%; width: 72px; height: 72px; margin: -36px; border-radius: 50%; background: rgb(12 15 19 / .62);
  display: none; backdrop-filter: blur(6px); }
.start svg { width: 34px; height: 34px; }
.start:focus-visible { border-radius: 50%; }
:is([data-phase="ready"], [data-phase="paused"], [data-phase="ended"]) .start { display: grid; }
@media (hover: hover) { .start:hover { background: rgb(12 15 19 / .8); } }

.waiting { position: absolute; inset: 50% auto auto 50%; width: 48px; height: 48px; margin: -24px; border-radius: 50%; pointer-events: none;
  color: transparent; font-size: 0; border: 4px solid rgb(255 255 255 / .25); border-top-color: #fff; opacity: 0; }
.waiting[data-on] { opacity: 1; transition: opacity .2s .35s; animation: turn .9s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }

.message { position: absolute; inset: 0; display: grid; overflow: auto; user-select: text; -webkit-user-select: text; }
.message:empty { pointer-events: none; }
.message:not(:empty) { background: rgb(10 12 15 / .9); }
.message-box { margin: auto; padding: 16px 24px; max-width: 34rem; text-align: center; }
.message svg { width: 36px; height: 36px; margin: 0 auto 12px; opacity: .8; }
h2 { margin: 0 0 8px; font-size: clamp(17px, 2.6cqw, 24px); font-weight: 650; line-height: 1.25; text-wrap: balance; }
.message p { margin: 0; font-weight: 400; font-size: clamp(14px, 1.7cqw, 16px); color: rgb(255 255 255 / .82); text-wrap: pretty; }
.message .reference { margin-top: 12px; font-size: 12px; color: rgb(255 255 255 / .55); overflow-wrap: anywhere; }
.retry { margin-top: 14px; min-height: 40px; padding: 0 20px; border-radius: 20px; background: #fff; color: #0f1216; font-weight: 600; }
.retry:focus-visible { outline-offset: 3px; border-radius: 20px; }

@container (max-width: 560px) {
  .bar { padding: 44px 4px 0; }
  .volume, .pip, .detail { display: none; }
  .button { min-width: 42px; }
  .text-button { padding: 0 6px; }
  .seek { margin: 0 12px -8px; }
  .menu { right: 8px; bottom: 50px; max-height: calc(100cqw * 9 / 16 - 58px); }
  .start { width: 60px; height: 60px; margin: -30px; }
  .message-box { padding: 10px 20px; }
  .message svg { display: none; }
  .message .reference { margin-top: 8px; }
  .retry { margin-top: 10px; }
}
@media (prefers-reduced-motion: reduce) {
  *, .waiting[data-on] { transition: none; animation: none; }
  .waiting[data-on] { border-style: dotted; border-color: #fff; }
}
@media (forced-colors: active) {
  .track { border: 1px solid CanvasText; }
  .filled, .thumb { background: Highlight; forced-color-adjust: none; }
}
`;
