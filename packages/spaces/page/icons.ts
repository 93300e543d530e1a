const namespace = 'http://www.w3.org/2000/svg';

const microphone = 'M9 5.5a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21';
const camera = 'M3 7.5h12v9H3zM15 10.8l6-3v8.4l-6-3';
const slash = 'M4 3.5l16 17';

/** Lines in a box of 24 by 24. */
const icons = {
  microphone,
  microphoneOff: `${microphone}${slash}`,
  camera,
  cameraOff: `${camera}${slash}`,
  screen: 'M3 5h18v12H3zM8.5 20.5h7M12 14V8.5m-2.6 2.6L12 8.5l2.6 2.6',
  devices: 'M4 7.5h9m4 0h3M4 16.5h3m4 0h9M15 5.2v4.6M9 14.2v4.6',
  link: 'M10 14a4.2 4.2 0 0 0 6.2.3l3-3a4.2 4.2 0 0 0-6-6l-1.4 1.4M14 10a4.2 4.2 0 0 0-6.2-.3l-3 3a4.2 4.2 0 0 0 6 6l1.4-1.4',
  leave:
    'M3.5 14.8c-.6-1.6-.3-2.9.9-3.8a12.6 12.6 0 0 1 15.2 0c1.2.9 1.5 2.2.9 3.8l-.3.7-4.7-1.2v-2.6a11 11 0 0 0-7 0v2.6l-4.7 1.2z',
} as const;

export type IconName = keyof typeof icons;

/** An icon in the colour of the text around it, hidden from assistive technology. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}
