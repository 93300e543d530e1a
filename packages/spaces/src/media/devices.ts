/** What can be captured and heard with. */
export interface Devices {
  readonly cameras: readonly MediaDeviceInfo[];
  readonly microphones: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
}

/** The devices of this machine. Until the person has allowed one, browsers hide labels and ids; such are left out. */
export async function enumerateDevices(): Promise<Devices> {
  const devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ deviceId }) => deviceId !== '');
  const ofKind = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind);
  return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') };
}

/** Calls `listener` whenever a device was plugged in or pulled out, until the returned function is called. */
export function onDeviceChange(listener: (devices: Devices) => void): () => void {
  const tell = () => void enumerateDevices().then(listener, () => undefined);
  navigator.mediaDevices.addEventListener('devicechange', tell);
  return () => navigator.mediaDevices.removeEventListener('devicechange', tell);
}
