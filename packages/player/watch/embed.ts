import { SluicePlayer } from '../src/register.ts';
import { embedSources } from '../src/watch-page/embed-sources.ts';

/** Plays the asset of this page with the embed token in its address. The title comes with the film. */
function startEmbedPage(): void {
  const player = document.querySelector('sluice-player');
  const sources = embedSources(location.pathname, document.body.dataset.asset ?? '');
  if (!(player instanceof SluicePlayer) || sources === null) return;
  player.addEventListener('sluice-loaded', (event) => {
    const title: unknown = event instanceof CustomEvent ? event.detail.title : null;
    if (typeof title !== 'string' || title === '') return;
    player.title = title;
    document.title = title;
  });
  player.poster = sources.poster;
  player.src = sources.hls;
}

startEmbedPage();
