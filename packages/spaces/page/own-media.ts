import { getUserMedia, type LocalTrack } from '../src/index.ts';
import { explainDevice } from '../src/space-page/problem-words.ts';

export type Device = 'camera' | 'microphone';

/** Camera and microphone of this person, open or not, before and in the space. */
export class OwnMedia {
  camera: LocalTrack | null = null;
  microphone: LocalTrack | null = null;
  /** Why a device is not open, in words; empty where nothing is wrong. */
  readonly troubles: Record<Device, string> = { camera: '', microphone: '' };
  readonly chosen: Record<Device, string> = { camera: '', microphone: '' };

  /** Opens both with one question to the person, else whichever there is. */
  async openBoth(): Promise<void> {
    try {
      const tracks = await getUserMedia({ audio: true, video: true });
      this.microphone = tracks.find(({ kind }) => kind === 1) ?? null;
      this.camera = tracks.find(({ kind }) => kind === 2) ?? null;
    } catch {
      await this.open('microphone');
      await this.open('camera');
    }
  }

  /** Opens a device, the chosen one where one was chosen. What was open goes on until then. */
  async open(device: Device): Promise<LocalTrack | null> {
    const deviceId = this.chosen[device];
    const wish = deviceId === '' ? true : { deviceId: { exact: deviceId } };
    try {
      const [track] = await getUserMedia(device === 'camera' ? { video: wish } : { audio: wish });
      this.troubles[device] = '';
      if (track === undefined) return null;
      this[device] = track;
      return track;
    } catch (error) {
      this.troubles[device] = explainDevice(error instanceof DOMException ? error.name : '', device);
      return null;
    }
  }

  close(device: Device): void {
    this[device]?.stop();
    this[device] = null;
  }

  closeBoth(): void {
    this.close('camera');
    this.close('microphone');
  }

  /** What is open. */
  tracks(): LocalTrack[] {
    return [this.microphone, this.camera].filter((track) => track !== null);
  }
}
