import { TrackKind, TrackSource } from '../enums.ts';
import { LocalTrack } from '../local-track.ts';
import {
  type DisplayMediaOptions,
  displayMediaConstraints,
  type UserMediaOptions,
  userMediaConstraints,
} from './capture-constraints.ts';

/**
 * Camera and microphone, at most 1280x720, as tracks that can be published.
 * @throws DOMException as the browser's own: `NotAllowedError`, `NotFoundError`, `NotReadableError`, …
 */
export async function getUserMedia(options: UserMediaOptions = {}): Promise<LocalTrack[]> {
  const stream = await navigator.mediaDevices.getUserMedia(userMediaConstraints(options));
  return stream
    .getTracks()
    .map((track) => createTrack(track, track.kind === 'audio' ? TrackSource.Microphone : TrackSource.Camera));
}

/**
 * A screen, window or tab that the person chooses, at most 2560x1440 at 15 frames per second, with its sound where the
 * browser offers it. @throws DOMException `NotAllowedError` when the person chooses none.
 */
export async function getDisplayMedia(options: DisplayMediaOptions = {}): Promise<LocalTrack[]> {
  const stream = await navigator.mediaDevices.getDisplayMedia(displayMediaConstraints(options));
  return stream
    .getTracks()
    .map((track) =>
      createTrack(track, track.kind === 'audio' ? TrackSource.ScreenshareAudio : TrackSource.Screenshare),
    );
}

/** The tracks of any stream: of a canvas, a file, a device that was opened elsewhere. */
export function getLocalTracksFromMediaStream(name: string, stream: MediaStream): LocalTrack[] {
  return stream.getTracks().map((track) => createTrack(track, TrackSource.Other, name));
}

function createTrack(media: MediaStreamTrack, source: TrackSource, name = media.label): LocalTrack {
  return new LocalTrack({ media, source, name, kind: media.kind === 'audio' ? TrackKind.Audio : TrackKind.Video });
}
