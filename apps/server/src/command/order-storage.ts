import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { SluiceClient } from '@sluice/client';
import type { Config } from '../config/index.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { askServer } from './ask-server.ts';
import { formatAccounts, formatCreatedAccount, formatProviders } from './format-storage.ts';
import type { StorageOrder } from './storage-order.ts';

/** What is printed, and the exit status. */
export interface Outcome {
  readonly text: string;
  readonly status: 0 | 1;
}

const done = (line: string): Outcome => ({ text: line, status: 0 });

/** A JSON object of a file, `-` for the standard input. Nothing of it is repeated. */
async function readObject(file: string): Promise<Readonly<Record<string, unknown>>> {
  const refuse = (): never => {
    throw new SluiceError('command/unreadable-file', { status: 400, message: `${file} holds no JSON object.` });
  };
  const content = await (file === '-' ? text(process.stdin) : readFile(file, 'utf8')).catch(refuse);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return refuse();
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : refuse();
}

async function addProvider(
  client: SluiceClient,
  { fields, file, keyFile }: Extract<StorageOrder, { deed: 'add-provider' }>,
): Promise<Outcome> {
  const more = file === null ? {} : await readObject(file);
  const key = keyFile === null ? {} : { key: await readObject(keyFile) };
  const { name, type } = await client.createProvider({ ...more, ...key, ...fields });
  return done(`Added ${name} (${type}). See whether it answers: sluice providers check ${JSON.stringify(name)}\n`);
}

async function checkProvider(client: SluiceClient, name: string): Promise<Outcome> {
  const { ok, message } = await client.checkProvider(name);
  return { text: `${message}\n`, status: ok ? 0 : 1 };
}

async function carryOut(client: SluiceClient, order: StorageOrder): Promise<Outcome> {
  switch (order.deed) {
    case 'list-providers':
      return done(formatProviders(await client.listProviders()));
    case 'list-accounts':
      return done(formatAccounts(await client.listAccounts()));
    case 'add-provider':
      return addProvider(client, order);
    case 'check-provider':
      return checkProvider(client, order.subject);
    case 'remove-provider':
      await client.deleteProvider(order.subject, { force: order.isForced });
      return done('Forgotten. Its objects stay where they are.\n');
    case 'add-account':
      return done(formatCreatedAccount(await client.createAccount(order.body)));
    case 'renew-secret':
      return done(formatCreatedAccount(await client.renewAccountSecret(order.subject)));
    case 'remove-account':
      await client.deleteAccount(order.subject);
      return done('Deleted. Its objects stay where they are.\n');
    default: {
      const { enabled } = await client.changeAccount(order.subject, { enabled: order.deed === 'enable-account' });
      return done(`It is ${enabled ? 'enabled' : 'disabled'}, in every process.\n`);
    }
  }
}

/** Carries out `sluice providers …` and `sluice accounts …` on the running server. */
export const orderStorage = (config: Config, order: StorageOrder): Promise<Outcome> =>
  askServer(config, order.deed.replace('-', ' '), (client) => carryOut(client, order));
