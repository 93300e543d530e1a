import {
  type AnyParticipant,
  getDisplayMedia,
  type LocalParticipant,
  type LocalTrack,
  ParticipantRole,
  type Space,
  SpaceEvent,
  type Track,
  TrackSource,
} from '../src/index.ts';
import { type PersonView, planTiles } from '../src/space-page/plan-tiles.ts';
import { createDeviceChoice } from './device-choice.ts';
import { element, say } from './elements.ts';
import { createGallery } from './gallery.ts';
import { faceOf } from './lobby.ts';
import type { Device, OwnMedia } from './own-media.ts';
import { createRoundButton, type RoundButton } from './toggle-button.ts';

interface RoomParts {
  readonly space: Space;
  readonly local: LocalParticipant;
  readonly media: OwnMedia;
  onCopyLink(): Promise<string>;
  onLeave(): void;
}

/** The screen of the space itself. */
export interface Room {
  readonly screen: HTMLElement;
  /** Shows a sentence for a while. */
  tell(text: string): void;
  stop(): void;
}

const refreshing = [
  SpaceEvent.ParticipantJoined,
  SpaceEvent.ParticipantLeft,
  SpaceEvent.ParticipantTrackPublished,
  SpaceEvent.ParticipantTrackUnpublished,
  SpaceEvent.ParticipantTrackSubscribed,
  SpaceEvent.ParticipantTrackUnsubscribed,
  SpaceEvent.ParticipantTrackMuted,
  SpaceEvent.ParticipantTrackUnmuted,
  SpaceEvent.ParticipantDisplayNameChanged,
] as const;

/** Tiles, connection state and the bar of controls. */
export function createRoom(parts: RoomParts): Room {
  const { space, local } = parts;
  const gallery = createGallery();
  const status = createStatus();
  const toast = createToast();
  const bar = createBar(parts, () => refresh(), toast.show);
  let speaking: ReadonlySet<AnyParticipant> = new Set();

  function refresh(): void {
    const people = [local, ...space.participants.values()];
    const tracks = new Map<string, Track>(people.flatMap((one) => one.getTracks().map((track) => [track.tid, track])));
    const views = people.map((one) => viewOf(one, one === local, speaking.has(one)));
    gallery.show(planTiles(views), (tid) => tracks.get(tid));
    status.count(people.length);
    status.sharing(findScreen(local).length > 0);
    bar.refresh();
  }

  for (const event of refreshing) space.on(event, refresh);
  space.on(SpaceEvent.ParticipantJoined, ({ displayName }) => toast.show(`${displayName || 'A guest'} has joined`));
  space.on(SpaceEvent.ParticipantLeft, ({ displayName }) => toast.show(`${displayName || 'A guest'} has left`));
  space.on(SpaceEvent.ActiveSpeakersChanged, (speakers) => {
    speaking = new Set(speakers.map(({ participant }) => participant));
    refresh();
  });
  space.on(SpaceEvent.LocalParticipantReconnecting, () => status.connected(false));
  space.on(SpaceEvent.LocalParticipantReconnected, () => {
    status.connected(true);
    refresh();
  });
  space.on(SpaceEvent.BroadcastStateChanged, status.broadcasting);
  status.broadcasting(space.broadcasting);
  refresh();
  return {
    screen: element('main', { class: 'room' }, status.box, gallery.box, toast.box, bar.box),
    tell: toast.show,
    stop() {
      space.removeAllListeners();
      gallery.stop();
      bar.stop();
    },
  };
}

function viewOf(person: AnyParticipant, isSelf: boolean, isSpeaking: boolean): PersonView {
  const tracks = person.getTracks().map((track) => {
    const { tid, kind, source, muted } = track;
    return { tid, kind, source, muted, hasMedia: track.hasMedia() };
  });
  return { id: person.id, displayName: person.displayName, isSelf, isSpeaking, tracks };
}

function createStatus() {
  const state = element('span', { class: 'state', role: 'status' }, 'Connected');
  const sharing = element('span', { class: 'sharing', hidden: true }, 'You are sharing your screen');
  const count = element('span', { class: 'count' });
  const live = element('span', { class: 'live', hidden: true }, 'On air');
  return {
    box: element('header', {}, state, live, sharing, count),
    connected(isConnected: boolean) {
      state.toggleAttribute('data-away', !isConnected);
      say(state, isConnected ? 'Connected' : 'Connection lost. Reconnecting…');
    },
    sharing(isSharing: boolean) {
      sharing.hidden = !isSharing;
    },
    count: (people: number) => say(count, people === 1 ? 'Only you are here' : `${people} people`),
    broadcasting(isOn: boolean) {
      live.hidden = !isOn;
    },
  };
}

function createToast() {
  const box = element('p', { class: 'toast', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    box,
    show(text: string) {
      say(box, text);
      clearTimeout(timer);
      timer = setTimeout(() => say(box, ''), 5000);
    },
  };
}

function createBar(parts: RoomParts, onChange: () => void, tell: (text: string) => void) {
  const { local, media } = parts;
  const mayPublish = local.role === ParticipantRole.Publisher;
  const attempt = (act: () => Promise<void>) =>
    void act()
      .catch(() => tell('That did not work. Try again.'))
      .then(onChange);
  const microphone = createRoundButton('Mic', 'm', () => attempt(() => toggle(parts, 'microphone', tell)));
  const camera = createRoundButton('Camera', 'v', () => attempt(() => toggle(parts, 'camera', tell)));
  const screen = createRoundButton('Share', 's', () => attempt(() => toggleScreen(local)));
  const devices = createRoundButton('Devices', '', () => dialog.showModal());
  const link = createRoundButton('Link', '', () => attempt(async () => tell(await parts.onCopyLink())));
  const leave = createRoundButton('Leave', '', parts.onLeave);
  leave.button.classList.add('leave');

  const choice = createDeviceChoice(
    (device) => media[device]?.deviceId,
    (device, deviceId) => attempt(() => change(parts, device, deviceId, tell)),
  );
  const close = element('button', { class: 'primary' }, 'Done');
  const dialog = element(
    'dialog',
    { 'aria-label': 'Devices' },
    element('form', { method: 'dialog' }, element('h2', {}, 'Devices'), choice.box, close),
  );
  const canShare = mayPublish && 'getDisplayMedia' in navigator.mediaDevices;
  const shown = [
    ...(mayPublish ? [microphone, camera] : []),
    ...(canShare ? [screen] : []),
    ...(mayPublish ? [devices] : []),
    link,
    leave,
  ];
  const stopKeys = listenForKeys({ m: microphone, v: camera, s: screen }, shown);
  devices.show({ icon: 'devices', label: 'Choose devices' });
  link.show({ icon: 'link', label: 'Copy link' });
  leave.show({ icon: 'leave', label: 'Leave' });
  void choice.refresh();
  return {
    box: element(
      'footer',
      {},
      element(
        'div',
        { class: 'controls', role: 'toolbar', 'aria-label': 'Controls' },
        ...shown.map(({ button }) => button),
      ),
      dialog,
    ),
    refresh() {
      microphone.show(faceOf('microphone', isOn(media.microphone)));
      camera.show(faceOf('camera', isOn(media.camera)));
      const isSharing = findScreen(local).length > 0;
      screen.show({
        icon: 'screen',
        label: isSharing ? 'Stop sharing your screen' : 'Share your screen',
        state: isSharing ? 'on' : 'none',
      });
      screen.button.toggleAttribute('data-active', isSharing);
    },
    stop() {
      stopKeys();
      choice.stop();
    },
  };
}

/** A device that was pulled out is not on. */
const isOn = (track: LocalTrack | null): boolean =>
  track !== null && !track.muted && track.track?.readyState === 'live';

async function toggle({ local, media }: RoomParts, device: Device, tell: (text: string) => void): Promise<void> {
  const track = media[device];
  if (track !== null && track.track?.readyState === 'live') {
    if (track.muted) track.unMute();
    else track.mute();
    return;
  }
  const opened = await media.open(device);
  if (opened === null) tell(media.troubles[device]);
  else await local.publishTracks([opened]);
}

async function change(
  { local, media }: RoomParts,
  device: Device,
  deviceId: string,
  tell: (text: string) => void,
): Promise<void> {
  media.chosen[device] = deviceId;
  const former = media[device];
  const opened = await media.open(device);
  if (opened === null) tell(media.troubles[device]);
  else if (former === null || local.findTrack(former.tid) === undefined) await local.publishTracks([opened]);
  else {
    if (former.muted) opened.mute();
    await local.updateTracks([opened]);
  }
}

const findScreen = (local: LocalParticipant): LocalTrack[] =>
  local
    .getTracks()
    .filter(({ source }) => source === TrackSource.Screenshare || source === TrackSource.ScreenshareAudio);

async function toggleScreen(local: LocalParticipant): Promise<void> {
  const shared = findScreen(local);
  if (shared.length > 0) return local.unpublishTracks(shared);
  const tracks = await getDisplayMedia().catch((error: unknown) => {
    // Somebody who closes the browser's own question has changed their mind.
    if (error instanceof DOMException && error.name === 'NotAllowedError') return [];
    throw error;
  });
  if (tracks.length > 0) await local.publishTracks(tracks);
}

/** Keys of the controls that are shown, unless somebody is typing. */
function listenForKeys(keys: Readonly<Record<string, RoundButton>>, shown: readonly RoundButton[]): () => void {
  const onKey = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.closest('input, select, dialog') !== null;
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const control = keys[event.key.toLowerCase()];
    if (control !== undefined && shown.includes(control)) control.button.click();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
