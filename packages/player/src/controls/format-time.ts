/** `3:07`, `1:02:09`; a dash while unknown, `Live` for a stream without an end. Seconds are cut, not rounded. */
export function formatTime(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return 'Live';
  if (!Number.isFinite(seconds) || seconds < 0) return '–:––';
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}

/** The same for a screen reader: `1 hour 2 minutes 9 seconds`. */
export function speakTime(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return 'live';
  if (!Number.isFinite(seconds) || seconds < 0) return 'unknown';
  const whole = Math.floor(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ] as const;
  const spoken = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return spoken.length === 0 ? '0 seconds' : spoken.join(' ');
}
