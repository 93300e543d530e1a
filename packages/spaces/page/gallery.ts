import type { Track } from '../src/index.ts';
import type { TilePlan } from '../src/space-page/plan-tiles.ts';
import { layOutTiles } from '../src/space-page/tile-layout.ts';
import { element } from './elements.ts';
import { createTile, type Tile } from './tile.ts';

const gapPx = 10;

/** All tiles: side by side as large as they fit, or beside a screen that is shared. */
export interface Gallery {
  readonly box: HTMLElement;
  show(plans: readonly TilePlan[], find: (tid: string) => Track | undefined): void;
  stop(): void;
}

export function createGallery(): Gallery {
  const stage = element('div', { class: 'stage' });
  const people = element('div', { class: 'people' });
  const box = element('section', { class: 'gallery', 'aria-label': 'Participants' }, stage, people);
  const tiles = new Map<string, Tile>();
  const layOut = () => {
    const { clientWidth, clientHeight } = people;
    const layout = layOutTiles(people.childElementCount, clientWidth, clientHeight, gapPx);
    people.style.setProperty('--tile-width', `${layout.widthPx}px`);
    people.style.setProperty('--tile-height', `${layout.heightPx}px`);
  };
  const observer = new ResizeObserver(layOut);
  observer.observe(people);

  return {
    box,
    show(plans, find) {
      const keys = new Set(plans.map(({ key }) => key));
      for (const [key, tile] of tiles) {
        if (keys.has(key)) continue;
        tile.remove();
        tiles.delete(key);
      }
      const [screen] = plans.filter(({ isScreen }) => isScreen);
      for (const plan of plans) {
        const tile = tiles.get(plan.key) ?? createTile();
        tiles.set(plan.key, tile);
        tile.show(plan, find);
        place(tile.box, plan === screen ? stage : people);
      }
      sortLike(people, plans);
      box.toggleAttribute('data-stage', screen !== undefined);
      layOut();
    },
    stop() {
      observer.disconnect();
      for (const tile of tiles.values()) tile.remove();
      tiles.clear();
    },
  };
}

function place(tile: HTMLElement, into: HTMLElement): void {
  if (tile.parentElement !== into) into.append(tile);
}

/** Moves what stands elsewhere only: a video that is moved blinks. */
function sortLike(people: HTMLElement, plans: readonly TilePlan[]): void {
  const order = plans.map(({ key }) => key);
  const sorted = [...people.children].sort((one, other) => order.indexOf(keyOf(one)) - order.indexOf(keyOf(other)));
  for (const [index, tile] of sorted.entries()) {
    if (people.children[index] !== tile) people.insertBefore(tile, people.children[index] ?? null);
  }
}

const keyOf = (tile: Element): string => (tile instanceof HTMLElement ? (tile.dataset.key ?? '') : '');
