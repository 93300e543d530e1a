import { readdirSync, readFileSync } from 'node:fs';

/** Processes whose command line or environment names `text`, such as a worker's folder. */
export function processesNaming(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(describeProcess)
    .filter((line) => line.includes(text));
}

function describeProcess(pid: string): string {
  try {
    const [command, environment] = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
    return `${pid} ${command} ${environment}`.replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
