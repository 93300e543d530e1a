import type { Track } from '../src/index.ts';
import { initialsOf, type TilePlan } from '../src/space-page/plan-tiles.ts';
import { element, say } from './elements.ts';
import { icon } from './icons.ts';

/** One participant, or one screen, as it is seen. */
export interface Tile {
  readonly box: HTMLElement;
  show(plan: TilePlan, find: (tid: string) => Track | undefined): void;
  remove(): void;
}

export function createTile(): Tile {
  const letters = element('span', { class: 'letters', 'aria-hidden': 'true' });
  const muted = element('span', { class: 'muted', role: 'img', 'aria-label': 'microphone off' }, icon('microphoneOff'));
  const name = element('span', { class: 'name' });
  const caption = element('figcaption', {}, muted, name);
  const box = element('figure', { class: 'tile' }, letters, caption);
  const playing = new Map<string, { track: Track; media: HTMLMediaElement }>();

  function play(tids: readonly string[], find: (tid: string) => Track | undefined): void {
    for (const [tid, { track, media }] of playing) {
      if (tids.includes(tid) && find(tid) === track) continue;
      track.detach(media);
      media.remove();
      playing.delete(tid);
    }
    for (const tid of tids) {
      const track = find(tid);
      if (track === undefined || playing.has(tid)) continue;
      const media = track.attach();
      box.prepend(media);
      playing.set(tid, { track, media });
    }
  }

  return {
    box,
    show(plan, find) {
      play([...(plan.videoTid === null ? [] : [plan.videoTid]), ...plan.audioTids], find);
      const picture = plan.videoTid === null ? undefined : playing.get(plan.videoTid)?.media;
      picture?.classList.toggle('mirrored', plan.isSelf);
      picture?.setAttribute('aria-label', plan.name);
      letters.hidden = picture !== undefined;
      say(letters, initialsOf(plan.name));
      letters.dataset.hue = String(hueOf(plan.personId));
      say(name, plan.name);
      muted.hidden = plan.microphone !== 'off';
      box.dataset.key = plan.key;
      box.toggleAttribute('data-screen', plan.isScreen);
      box.toggleAttribute('data-speaking', plan.isSpeaking && plan.microphone === 'on');
    },
    remove() {
      play([], () => undefined);
      box.remove();
    },
  };
}

const hues = 6;

/** The same person has the same colour everywhere. */
function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % hues;
}
