import { SluicePlayer } from '../src/register.ts';
import { technicalFacts } from '../src/watch-page/technical-line.ts';
import { formatWatchFragment, parseWatchAddress, type WatchAddress } from '../src/watch-page/watch-address.ts';

const refreshMs = 1000;

/** Shows the asset of this address. A link pasted into the same tab changes only the fragment, and starts over. */
function startWatchPage(): void {
  const player = document.querySelector('sluice-player');
  const facts = document.querySelector('dl');
  const heading = document.querySelector('h1');
  if (!(player instanceof SluicePlayer) || facts === null || heading === null) return;

  const open = () => {
    const address = takeAddress();
    if (address === null) return;
    showTitle(player, heading, address.assetId);
    player.token = address.token;
    player.keyToken = address.keyToken;
    player.poster = `/v/${address.assetId}/cover.jpg`;
    player.src = `/v/${address.assetId}/master.m3u8`;
  };
  player.addEventListener('sluice-loaded', (event) => {
    const title: unknown = event instanceof CustomEvent ? event.detail.title : null;
    if (typeof title === 'string' && title !== '') showTitle(player, heading, title);
  });
  player.addEventListener('sluice-error', () => showFacts(facts, player));
  player.addEventListener('sluice-renewed', () => {
    const address = parseWatchAddress(location.pathname, '');
    if (address !== null) keep({ ...address, token: player.token, keyToken: player.keyToken });
  });
  document.addEventListener('keydown', (event) => {
    if (event.target === document.body) player.pressKey(event);
  });
  window.addEventListener('hashchange', () => location.hash !== '' && open());
  setInterval(() => showFacts(facts, player), refreshMs);
  open();
}

/**
 * Reads the address and takes the credentials out of the address bar, where they would be copied and kept in the
 * history. They stay in this tab's session storage, so that a reload still plays.
 */
function takeAddress(): WatchAddress | null {
  const address = parseWatchAddress(location.pathname, location.hash);
  if (address === null) return null;
  if (location.hash === '') {
    const kept = parseWatchAddress(location.pathname, sessionStorage.getItem(placeOf(address)) ?? '');
    return kept ?? address;
  }
  keep(address);
  history.replaceState(null, '', location.pathname + location.search);
  return address;
}

/** The token changes with every renewal: a reload goes on with the last one. */
function keep(address: WatchAddress): void {
  sessionStorage.setItem(placeOf(address), formatWatchFragment(address));
}

const placeOf = ({ assetId }: WatchAddress): string => `sluice-watch:${assetId}`;

function showTitle(player: SluicePlayer, heading: HTMLElement, title: string): void {
  heading.textContent = title;
  player.title = title;
  document.title = title;
}

function showFacts(list: HTMLElement, player: SluicePlayer): void {
  const facts = player.phase === 'stopped' ? [] : technicalFacts(player.stats());
  list.replaceChildren(
    ...facts.map(({ name, value }) => {
      const [group, term, detail] = [
        document.createElement('div'),
        document.createElement('dt'),
        document.createElement('dd'),
      ];
      term.textContent = name;
      detail.textContent = value;
      group.append(term, detail);
      return group;
    }),
  );
}

startWatchPage();
