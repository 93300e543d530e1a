import { TrackKind, TrackSource } from '../enums.ts';

/** What the page needs to know of a track. */
export interface TrackView {
  readonly tid: string;
  readonly kind: TrackKind;
  readonly source: TrackSource;
  readonly muted: boolean;
  readonly hasMedia: boolean;
}

export interface PersonView {
  readonly id: string;
  readonly displayName: string;
  readonly isSelf: boolean;
  readonly isSpeaking: boolean;
  readonly tracks: readonly TrackView[];
}

/** One tile of the page. */
export interface TilePlan {
  /** Stays the same as long as the tile is about the same. */
  readonly key: string;
  readonly personId: string;
  readonly isScreen: boolean;
  readonly isSelf: boolean;
  readonly name: string;
  readonly isSpeaking: boolean;
  /** Null where a person has no microphone, or it is not about one. */
  readonly microphone: 'on' | 'off' | null;
  /** The picture to be shown; null: initials are. */
  readonly videoTid: string | null;
  /** Sound to be heard with it; one's own is not. */
  readonly audioTids: readonly string[];
}

/** Screens first, others in the order in which they came, oneself last. One's own screen is not shown to oneself. */
export function planTiles(people: readonly PersonView[]): readonly TilePlan[] {
  const others = people.filter(({ isSelf }) => !isSelf);
  const ordered = [...others, ...people.filter(({ isSelf }) => isSelf)];
  return [...others.flatMap(planScreens), ...ordered.map(planPerson)];
}

/** What a person is called in the page. */
export function nameOf({ displayName, id, isSelf }: Pick<PersonView, 'displayName' | 'id' | 'isSelf'>): string {
  const name = displayName.trim() || (looksMadeUp(id) ? 'Guest' : id);
  return isSelf ? `${name} (you)` : name;
}

/** Up to two letters for who shows no picture. */
export function initialsOf(name: string): string {
  const words = name
    .replace(/\(you\)$/, '')
    .trim()
    .split(/[\s._-]+/)
    .filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('') || '?';
}

function planScreens(person: PersonView): TilePlan[] {
  const screens = person.tracks.filter(({ source, kind }) => isScreen(source) && kind === TrackKind.Video);
  return screens.map((screen, index) => ({
    key: `screen:${screen.tid}`,
    personId: person.id,
    isScreen: true,
    isSelf: false,
    name: `${nameOf(person)}: screen`,
    isSpeaking: false,
    microphone: null,
    videoTid: screen.hasMedia && !screen.muted ? screen.tid : null,
    audioTids: index > 0 ? [] : soundOf(person, (source) => source === TrackSource.ScreenshareAudio),
  }));
}

function planPerson(person: PersonView): TilePlan {
  const { id, isSelf, isSpeaking, tracks } = person;
  const picture = tracks.find(
    ({ kind, source, muted, hasMedia }) => kind === TrackKind.Video && !isScreen(source) && !muted && hasMedia,
  );
  const sound = tracks.filter(({ kind, source }) => kind === TrackKind.Audio && !isScreen(source));
  return {
    key: `person:${id}`,
    personId: id,
    isScreen: false,
    isSelf,
    name: nameOf(person),
    isSpeaking,
    microphone: sound.length === 0 ? null : sound.some(({ muted }) => !muted) ? 'on' : 'off',
    videoTid: picture?.tid ?? null,
    audioTids: soundOf(person, (source) => !isScreen(source)),
  };
}

function soundOf({ tracks, isSelf }: PersonView, isWanted: (source: TrackSource) => boolean): readonly string[] {
  if (isSelf) return [];
  return tracks
    .filter(({ kind, hasMedia, source }) => kind === TrackKind.Audio && hasMedia && isWanted(source))
    .map(({ tid }) => tid);
}

const isScreen = (source: TrackSource): boolean =>
  source === TrackSource.Screenshare || source === TrackSource.ScreenshareAudio;

const looksMadeUp = (id: string): boolean => /^[0-9a-f-]{16,}$/i.test(id) || /^[A-Za-z0-9_-]{20,}$/.test(id);
