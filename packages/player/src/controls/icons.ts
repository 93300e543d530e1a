const namespace = 'http://www.w3.org/2000/svg';

interface Icon {
  /** Path data that is filled, in a 24×24 box. */
  readonly fill?: string;
  /** Path data that is drawn as a line. */
  readonly line?: string;
}

const speaker = 'M3.5 9.5v5H7l5 4.5v-14l-5 4.5z';

const icons = {
  play: { fill: 'M7 4.2v15.6L20 12z' },
  pause: { fill: 'M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z' },
  replay: { line: 'M5 12.5a7 7 0 1 0 2.4-5.3M6.5 3v4.5H11' },
  loud: { fill: speaker, line: 'M15.5 8.8a4.6 4.6 0 0 1 0 6.4M18 6a8.6 8.6 0 0 1 0 12' },
  quiet: { fill: speaker, line: 'M15.5 8.8a4.6 4.6 0 0 1 0 6.4' },
  muted: { fill: speaker, line: 'm16 9.5 5 5m0-5-5 5' },
  pictureInPicture: { fill: 'M11.5 11.5h7v5h-7z', line: 'M3 5h18v14H3z' },
  fullscreen: { line: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5' },
  leaveFullscreen: { line: 'M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5' },
  lock: { fill: 'M5.5 11h13v9.5h-13z', line: 'M8 11V8a4 4 0 0 1 8 0v3' },
  warning: { line: 'M12 4 2.8 20h18.4zM12 10v5m0 2.6v.1' },
  check: { line: 'm5 12.5 4.5 4.5L19 7.5' },
} as const satisfies Record<string, Icon>;

export type IconName = keyof typeof icons;

/** An icon in the colour of the text around it, hidden from assistive technology. */
export function createIcon(name: IconName): SVGSVGElement {
  const icon: Icon = icons[name];
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  if (icon.fill !== undefined) svg.append(createPath(icon.fill, 'fill'));
  if (icon.line !== undefined) svg.append(createPath(icon.line, 'line'));
  return svg;
}

function createPath(drawing: string, className: string): SVGPathElement {
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', drawing);
  path.setAttribute('class', className);
  return path;
}
