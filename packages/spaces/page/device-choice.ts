import { enumerateDevices, onDeviceChange } from '../src/index.ts';
import { element } from './elements.ts';
import type { Device } from './own-media.ts';

/** Menus of cameras and microphones that follow what is plugged in. */
export interface DeviceChoice {
  readonly box: HTMLElement;
  refresh(): Promise<void>;
  stop(): void;
}

export function createDeviceChoice(
  isOpen: (device: Device) => string | undefined,
  onChoose: (device: Device, deviceId: string) => void,
): DeviceChoice {
  const camera = createMenu('Camera', (id) => onChoose('camera', id));
  const microphone = createMenu('Microphone', (id) => onChoose('microphone', id));
  const refresh = async () => {
    const { cameras, microphones } = await enumerateDevices();
    camera.show(cameras, isOpen('camera'));
    microphone.show(microphones, isOpen('microphone'));
  };
  const stop = onDeviceChange(() => void refresh());
  return { box: element('div', { class: 'choices' }, microphone.label, camera.label), refresh, stop };
}

function createMenu(name: string, onChoose: (deviceId: string) => void) {
  const select = element('select');
  const label = element('label', {}, element('span', {}, name), select);
  select.addEventListener('change', () => onChoose(select.value));
  return {
    label,
    show(devices: readonly MediaDeviceInfo[], current: string | undefined) {
      select.replaceChildren(
        ...devices.map(({ deviceId, label: text }) => element('option', { value: deviceId }, text || name)),
      );
      select.disabled = devices.length === 0;
      if (devices.length === 0) select.append(element('option', {}, `No ${name.toLowerCase()} to choose`));
      if (current !== undefined) select.value = current;
    },
  };
}
