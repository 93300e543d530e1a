import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepLog } from '../../src/ports/film-job.ts';
import { fullJob } from './support/full-job.ts';
import { openWorkshop } from './support/workshop.ts';

/** Steps as files, which outlive the process. */
function stepsIn(folder: string): StepLog {
  const fileOf = (name: string) => join(folder, `${encodeURIComponent(name)}.json`);
  return {
    find: async (name) => (existsSync(fileOf(name)) ? JSON.parse(await readFile(fileOf(name), 'utf8')) : undefined),
    record: async (name, result) => {
      await writeFile(`${fileOf(name)}.new`, JSON.stringify(result));
      await rename(`${fileOf(name)}.new`, fileOf(name));
    },
  };
}

/** A worker that does the job in the folder named on the command line and prints its outcome. */
const root = process.argv[2] ?? '';
const steps = join(root, 'steps');
await mkdir(steps, { recursive: true });
const workshop = await openWorkshop(root, stepsIn(steps));
process.stdout.write(JSON.stringify(await workshop.run(fullJob)));
