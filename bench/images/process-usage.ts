import { readFileSync } from 'node:fs';

/** Clock ticks of `/proc/PID/stat`: 100 a second on every Linux that we run on. */
const TICKS_PER_SECOND = 100;

/** Processor seconds that a process has used, user and system. */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The most memory that a process has held until now, in MiB. */
export function peakMemoryMib(pid: number): number {
  const kib = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}
