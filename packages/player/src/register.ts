import { SluicePlayer } from './sluice-player.ts';

if (customElements.get('sluice-player') === undefined) customElements.define('sluice-player', SluicePlayer);

export * from './index.ts';
