import { JWTError, MuxError, ParticipantRole, Space, SpaceEvent } from '../src/index.ts';
import { expired, explainJoin, type Problem } from '../src/space-page/problem-words.ts';
import {
  formatSpaceFragment,
  parsePastedToken,
  parseSpaceAddress,
  type SpaceAddress,
} from '../src/space-page/space-address.ts';
import { readTokenFacts, type TokenFacts } from '../src/space-page/token-facts.ts';
import { element } from './elements.ts';
import { createLobby, type JoinWish, type Lobby } from './lobby.ts';
import { OwnMedia } from './own-media.ts';
import { createRoom } from './room.ts';

const nameKey = 'sluice-space-name';

/** From the invitation into the space, out of it, and back. */
class SpacePage {
  readonly #address: SpaceAddress;
  readonly #media = new OwnMedia();
  #token: string;

  constructor(address: SpaceAddress) {
    this.#address = address;
    this.#token = address.token;
  }

  showLobby(): void {
    const facts = readTokenFacts(this.#token);
    const lobby = createLobby({
      media: this.#media,
      name: localStorage.getItem(nameKey) ?? '',
      isTokenMissing: this.#token === '',
      mayPublish: facts?.role !== ParticipantRole.Subscriber,
      onJoin: (wish) => void this.#join(wish, lobby),
    });
    // Clocks differ: who joins nevertheless is told by the server.
    if (facts !== null && hasEnded(facts)) lobby.explain(expired, true);
    show(lobby.screen);
  }

  async #join({ name, pastedToken }: JoinWish, lobby: Lobby): Promise<void> {
    const token = parsePastedToken(pastedToken) || this.#token;
    localStorage.setItem(nameKey, name);
    lobby.explain(null);
    lobby.setBusy(true);
    try {
      await this.#enter(token, name);
      this.#token = token;
      keep(this.#address, token);
      lobby.stop();
    } catch (error) {
      lobby.explain(explain(error, token), error instanceof JWTError);
    } finally {
      lobby.setBusy(false);
    }
  }

  async #enter(token: string, displayName: string): Promise<void> {
    const space = new Space(token, { displayName });
    const local = await space.join();
    const isPublisher = local.role === ParticipantRole.Publisher;
    const exit = (problem: Problem | null) => {
      space.leave();
      room.stop();
      this.#media.closeBoth();
      this.#showGoodbye(problem);
    };
    const room = createRoom({
      space,
      local,
      media: this.#media,
      onCopyLink: () => this.#copyLink(token),
      onLeave: () => exit(null),
    });
    for (const event of [SpaceEvent.LocalParticipantReconnectFailed, SpaceEvent.LocalParticipantDisconnected] as const)
      space.on(event, (error) => exit(explain(error, token)));
    show(room.screen);
    const tracks = this.#media.tracks();
    if (!isPublisher) this.#media.closeBoth();
    else if (tracks.length > 0)
      await local.publishTracks(tracks).catch(() => room.tell('Others do not see and hear you. Leave and join again.'));
  }

  #showGoodbye(problem: Problem | null): void {
    const again = element('button', { type: 'button', class: 'primary' }, 'Join again');
    again.addEventListener('click', () => this.showLobby());
    const card = element(
      'div',
      { class: 'card' },
      element('h1', {}, problem?.heading ?? 'You have left the space'),
      ...(problem === null ? [] : [element('p', { role: 'alert' }, problem.advice)]),
      again,
    );
    show(element('main', { class: 'lobby' }, card));
    again.focus();
  }

  /** Who has a token of their own name keeps it: two people cannot be the same participant. */
  async #copyLink(token: string): Promise<string> {
    const isPersonal = readTokenFacts(token)?.isPersonal !== false;
    const address = location.origin + location.pathname;
    await navigator.clipboard.writeText(isPersonal ? address : address + formatSpaceFragment(token));
    return isPersonal
      ? 'Address copied. Each guest needs an invitation of their own.'
      : 'Link copied. Whoever has it can join.';
  }
}

const nowSeconds = (): number => Date.now() / 1000;

const hasEnded = ({ expiresAtSeconds }: TokenFacts): boolean =>
  expiresAtSeconds !== null && expiresAtSeconds <= nowSeconds();

function explain(error: unknown, token: string): Problem {
  const failure = error instanceof MuxError ? error : { name: '', message: '' };
  return explainJoin(failure, readTokenFacts(token)?.expiresAtSeconds ?? null, nowSeconds());
}

function show(screen: HTMLElement): void {
  document.body.replaceChildren(screen);
}

const placeOf = ({ spaceId }: SpaceAddress): string => `sluice-space:${spaceId}`;

/** Stays in this tab alone, so that a reload still opens the space. */
function keep(address: SpaceAddress, token: string): void {
  sessionStorage.setItem(placeOf(address), formatSpaceFragment(token));
}

/** Takes the token out of the address bar, where it would be copied and kept in the history. */
function takeAddress(): SpaceAddress | null {
  const address = parseSpaceAddress(location.pathname, location.hash);
  if (address === null) return null;
  if (location.hash === '') {
    return parseSpaceAddress(location.pathname, sessionStorage.getItem(placeOf(address)) ?? '');
  }
  if (address.token !== '') keep(address, address.token);
  history.replaceState(null, '', location.pathname + location.search);
  return address;
}

function startPage(): void {
  const address = takeAddress();
  if (address !== null) new SpacePage(address).showLobby();
}

// A link pasted into the same tab changes only the fragment.
addEventListener('hashchange', () => location.hash !== '' && location.reload());
// A page that was closed has left; one that comes back from the browser's memory begins anew.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
startPage();
