import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a PostgreSQL server says of itself in `postmaster.pid` of its data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
}

/** Null when no server has left such a file, or has not finished writing it. */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | null> {
  return readFile(join(dataFolder, 'postmaster.pid'), 'utf8').then(parsePostmaster, () => null);
}

/** Lines: pid, data folder, start time, port, socket folder, address, shared memory, status (miscadmin.h). */
export function parsePostmaster(text: string): Postmaster | null {
  const [pid = '', , , port = '', socketFolder = ''] = text.split('\n');
  if (!/^\d+$/.test(pid) || !/^\d+$/.test(port) || socketFolder === '') return null;
  return { pid: Number(pid), port: Number(port), socketFolder };
}
