import {
  isStorageName,
  type ProviderForm,
  type ProviderList,
  ProviderPatch,
  parseProviderFields,
  parseProviderType,
} from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { nameInPath, readStorageBody } from '../read-storage-body.ts';
import { storageErrors } from '../storage-error.ts';
import {
  acceptProvider,
  changeProvider,
  createProvider,
  type MadeProvider,
  removeProvider,
} from './change-provider.ts';
import type { EmbeddedProvider } from './embedded-provider.ts';
import { probeProvider } from './probe-provider.ts';
import { listProviders, loadProvider, type ProviderRow } from './provider-store.ts';
import { embeddedView, providerView } from './provider-view.ts';
import type { Providers } from './providers.ts';
import { type CredentialSeal, openCredentials } from './sealed-credentials.ts';

export interface ProviderHandlerParts {
  readonly database: Database;
  readonly seal: CredentialSeal;
  readonly embedded: ReadonlyMap<string, EmbeddedProvider>;
  readonly providers: Providers;
  /** This process knows of a change before it is answered. */
  readonly forget: () => void;
}

function nameOf(params: Readonly<Record<string, string>>): string {
  const name = nameInPath(params.name);
  if (name === null) throw storageErrors.providerNotFound();
  return name;
}

/** A provider that is to be made. */
function readOrder(bytes: Uint8Array): { readonly name: string; readonly form: ProviderForm } {
  // Any object: what its fields are called depends on its type.
  const { name, type, ...fields } = readStorageBody(ProviderPatch, bytes);
  const known = parseProviderType(type);
  const faults = [
    ...(isStorageName(name) ? [] : [{ place: '/name', message: 'must be 1 to 100 plain characters' }]),
    ...(known === null ? [{ place: '/type', message: 'must be fs, s3, gcs or azure' }] : []),
  ];
  if (known === null || !isStorageName(name)) throw storageErrors.invalidRequest(faults);
  return { name, form: acceptProvider(parseProviderFields(known, fields, false)) };
}

function readForce(rawTarget: string): boolean {
  const values = new URL(rawTarget, 'http://localhost').searchParams.getAll('force');
  if (values.length > 1 || !['true', 'false'].includes(values[0] ?? 'false'))
    throw storageErrors.invalidRequest([{ place: '/force', message: 'must be true or false' }]);
  return values[0] === 'true';
}

/** Handlers of `/v1/storage/providers`. */
export function providerHandlers({ database, seal, embedded, providers, forget }: ProviderHandlerParts) {
  function credentialsOf(row: ProviderRow): ProviderForm['credentials'] {
    try {
      return openCredentials(seal, row.name, row);
    } catch {
      return {};
    }
  }
  const view = (row: ProviderRow) => providerView(row, credentialsOf(row));
  const answer = (status: number, { row, credentials }: MadeProvider) => {
    forget();
    return jsonAnswer(status, providerView(row, credentials), noStore);
  };

  const createProviderHandler: RouteHandler = async ({ bodyBytes }) => {
    const { name, form } = readOrder(bodyBytes);
    return answer(201, await createProvider(database, seal, name, form));
  };
  const listProvidersHandler: RouteHandler = async () => {
    const own = [...embedded].map(([name, provider]) => embeddedView(name, provider));
    const list: ProviderList = { providers: [...own, ...(await listProviders(database)).map(view)] };
    return jsonAnswer(200, list, noStore);
  };
  const readProvider: RouteHandler = async ({ params }) => {
    const name = nameOf(params);
    const own = embedded.get(name);
    if (own !== undefined) return jsonAnswer(200, embeddedView(name, own), noStore);
    const row = await loadProvider(database, name);
    if (row === undefined) throw storageErrors.providerNotFound();
    return jsonAnswer(200, view(row), noStore);
  };
  const changeProviderHandler: RouteHandler = async ({ params, bodyBytes }) => {
    const name = nameOf(params);
    return answer(200, await changeProvider(database, seal, name, readStorageBody(ProviderPatch, bodyBytes)));
  };
  const deleteProviderHandler: RouteHandler = async ({ params, rawTarget }) => {
    await removeProvider(database, nameOf(params), readForce(rawTarget));
    forget();
    return { status: 204, headers: noStore, body: { kind: 'empty' } };
  };
  const checkProvider: RouteHandler = async ({ params }) => {
    const name = nameOf(params);
    return jsonAnswer(200, await probeProvider(() => providers.open(name)), noStore);
  };

  return {
    createProvider: createProviderHandler,
    listProviders: listProvidersHandler,
    readProvider,
    changeProvider: changeProviderHandler,
    deleteProvider: deleteProviderHandler,
    checkProvider,
  };
}
