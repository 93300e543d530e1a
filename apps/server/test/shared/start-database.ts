import type { TestProject } from 'vitest/node';
import { type SharedDatabase, startSharedDatabase } from '../fixtures/shared-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    sharedDatabase: SharedDatabase;
  }
}

/** Starts it once for all files of the project; it ends with it. */
export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const { url, template, stop } = await startSharedDatabase();
  project.provide('sharedDatabase', { url, template });
  return stop;
}
