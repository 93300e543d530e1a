import type { JobView } from '@sluice/contract';

const words: Readonly<Record<string, string>> = {
  source: 'reading the file',
  artifacts: 'cover and preview',
  encode: 'encoding',
  publish: 'publishing',
};

/** `1:05`, `1:02:03`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** One line about a job: `encoding  42 %  118 fps  3.9×  0:25 left`. */
export function progressLine({ status, progress, progress_detail: detail }: JobView): string {
  if (status === 'queued') return 'waiting for a worker';
  if (status === 'completed') return 'done';
  if (detail === undefined) return `starting  ${progress} %`;
  const { stage, stagePercent, fps, speed, etaSeconds } = detail;
  return [
    words[stage] ?? stage,
    `${Math.floor(stagePercent ?? progress)} %`,
    fps === undefined ? '' : `${Math.round(fps)} fps`,
    speed === undefined ? '' : `${speed.toFixed(1)}×`,
    etaSeconds === undefined ? '' : `${formatSeconds(etaSeconds)} left`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}
