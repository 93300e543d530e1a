import type { TestProject } from 'vitest/node';
import { startRadosGateway } from '../fixtures/radosgw.ts';
import type { ScaledServers } from '../fixtures/scaled-backends.ts';
import { startPostgres } from '../fixtures/start-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    scaledServers: ScaledServers;
  }
}

/** Starts both servers once for all files of the project; they end with it. */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  try {
    const gateway = await startRadosGateway();
    const { endpoint, credentials } = gateway;
    project.provide('scaledServers', { databaseUrl: postgres.url, endpoint, credentials });
    return async () => {
      await gateway.stop();
      await postgres.stop();
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
