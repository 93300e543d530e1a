import { resolve } from 'node:path';
import { buildOpenApi, routes } from '@sluice/contract';
import { askServer } from './command/ask-server.ts';
import { runEdgeNginx } from './command/edge-nginx.ts';
import { explainOnServer } from './command/explain-on-server.ts';
import { formatReport } from './command/format-report.ts';
import { keepTokens } from './command/keep-tokens.ts';
import { orderStorage } from './command/order-storage.ts';
import { type Command, parseCommand, usage } from './command/parse-command.ts';
import { processFiles } from './command/process-files.ts';
import { createStatusLine } from './command/status-line.ts';
import { productVersion } from './compose/product-version.ts';
import { startServer } from './compose/start-server.ts';
import { type Config, ConfigError, configReference, formatConfig, loadConfig } from './config/index.ts';
import { SluiceError } from './ports/sluice-error.ts';

/** Aborted by the first stop signal; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(new Error(`stopped by ${name}`));
    });
  }
  return controller.signal;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((settle) => signal.addEventListener('abort', () => settle(), { once: true }));

async function serve(roles: (Command & { name: 'serve' })['roles']): Promise<number> {
  const signal = stopSignal();
  const config = await loadConfig();
  const server = await startServer(config, roles ?? config.MODE);
  await aborted(signal);
  await server.stop();
  return 0;
}

/** Progress is what a person wants to see here: of the log, only what went wrong. */
const forPerson = (config: Config): Config => ({
  ...config,
  ACCESS_LOG: false,
  AUDIT_LOG: config.AUDIT_LOG === 'stdout' ? 'off' : config.AUDIT_LOG,
  LOG_LEVEL: config.LOG_LEVEL === 'info' ? 'error' : config.LOG_LEVEL,
});

async function start(files: readonly string[]): Promise<number> {
  const signal = stopSignal();
  const status = createStatusLine(process.stdout);
  const config = await loadConfig();
  const server = await startServer(forPerson(config), ['all']);
  status.say(`Sluice serves at ${server.url}`);
  try {
    const paths = files.map((file) => resolve(file));
    const isGood = await processFiles({ server, apiKey: config.API_KEY, files: paths, status, signal });
    if (!isGood) return 1;
    status.say('Stop with Ctrl-C.');
    await aborted(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (signal.aborted) status.say('Stopping. A job that is not finished goes on at the next start.');
    await server.stop();
  }
  return 0;
}

async function printConfig(isReference: boolean): Promise<number> {
  process.stdout.write(isReference ? configReference() : formatConfig(await loadConfig()));
  return 0;
}

async function runStorageOrder({ order }: Command & { name: 'storage' }): Promise<number> {
  const { text, status } = await orderStorage(await loadConfig(), order);
  (status === 0 ? process.stdout : process.stderr).write(text);
  return status;
}

async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'serve':
      return serve(command.roles);
    case 'start':
      return start(command.files);
    case 'explain':
      process.stdout.write(await explainOnServer(await loadConfig(), command));
      return 0;
    case 'storage':
      return runStorageOrder(command);
    case 'report':
      process.stdout.write(
        formatReport(await askServer(await loadConfig(), 'report', (client) => client.readJobReport(command.jobId))),
      );
      return 0;
    case 'edge-nginx':
      return runEdgeNginx(command, await loadConfig(), aborted(stopSignal()), (line) =>
        process.stdout.write(`${line}\n`),
      );
    case 'tokens':
      process.stdout.write(await keepTokens(await loadConfig(), command.order));
      return 0;
    case 'config':
      return printConfig(command.isReference);
    case 'openapi':
      process.stdout.write(`${JSON.stringify(buildOpenApi(routes, productVersion()), null, 2)}\n`);
      return 0;
    case 'version':
      process.stdout.write(`Sluice ${productVersion()}\n`);
      return 0;
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'mistake':
      process.stderr.write(`${command.sentence}\n\n${usage}`);
      return 2;
  }
}

/** What a person can act on is one sentence; a fault of ours shows its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof SluiceError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  process.exitCode = await run(parseCommand(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
