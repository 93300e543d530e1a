import { isVaultObjectKey } from '@sluice/access';
import { RecordingMetadataBody, type RecordingMetadataList } from '@sluice/contract';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { type HttpRequest, jsonAnswer, type RouteHandler } from '../../../../ports/http-exchange.ts';
import type { ObjectStore } from '../../../../ports/object-store.ts';
import type { Account } from '../../../../ports/storage-account.ts';
import { isBoundTo, isInDirectory, vaultErrors } from '../../../storage/index.ts';
import { accountCallOf } from '../issue/issue-handlers.ts';
import { issueUrls } from '../issue/issue-urls.ts';
import type { VaultParts } from '../vault-parts.ts';
import { commonDigits, type FoundRecording, type RecordingQuery, recordingOf } from './find-recordings.ts';
import { formatByteRanges, rangesOnTime } from './format-ranges.ts';
import { type FragmentIndex, readFragments } from './read-fragments.ts';

/** Of one answer. */
const MAX_RECORDINGS = 200;
/** Names that are looked at for one answer. */
const MAX_NAMES = 100_000;
/** Recordings whose heads are read at the same time. */
const READS_AT_ONCE = 4;

const bodySchema = Compile(RecordingMetadataBody);
const noStore = { 'cache-control': 'no-store' };
const tooMany = () =>
  vaultErrors.invalidRequest(`More than ${MAX_RECORDINGS} recordings of ${MAX_NAMES} names: ask for a shorter time.`);

function readQuery({ bodyBytes }: HttpRequest): RecordingQuery {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(bodyBytes).toString('utf8'));
  } catch {
    throw vaultErrors.invalidRequest('The body is not JSON.');
  }
  if (!bodySchema.Check(body) || body.start > body.end) {
    throw vaultErrors.invalidRequest('The body is {"device": […], "start": …, "end": …}, in Unix seconds.');
  }
  return { devices: new Set(body.device), startSeconds: body.start, endSeconds: body.end };
}

/** The directory that is looked through: that of the account, or the one in the header where it may choose. */
function directoryOf(account: Account, wanted: string): string {
  const directory = wanted === '' && account.directory !== '*' ? account.directory : wanted;
  if (directory === '') throw vaultErrors.invalidRequest('X-Kerberos-Storage-Directory is missing.');
  const probe = `${directory}/x`;
  if (!isVaultObjectKey(probe)) throw vaultErrors.invalidFileName('it is no directory');
  if (!isInDirectory(account, probe)) throw vaultErrors.outsideDirectory();
  return directory;
}

async function findRecordings(store: ObjectStore, directory: string, query: RecordingQuery) {
  const found: FoundRecording[] = [];
  let names = 0;
  for await (const info of store.list(`${directory}/${commonDigits(query)}`)) {
    names += 1;
    const isDirect = !info.key.slice(directory.length + 1).includes('/');
    const recording = isDirect ? recordingOf(info, query) : null;
    if (recording !== null) found.push(recording);
    if (names > MAX_NAMES || found.length > MAX_RECORDINGS) throw tooMany();
  }
  return found.toSorted((one, other) => one.startedAtMs - other.startedAtMs);
}

type Indexed = FoundRecording & { readonly index: FragmentIndex };

/** Those that can be played in parts, in their order. */
async function indexed(store: ObjectStore, recordings: readonly FoundRecording[]): Promise<Indexed[]> {
  const all: Indexed[] = [];
  for (let first = 0; first < recordings.length; first += READS_AT_ONCE) {
    const batch = recordings.slice(first, first + READS_AT_ONCE);
    const indexes = await Promise.all(batch.map(({ key, size }) => readFragments(store, key, size)));
    for (const [place, recording] of batch.entries()) {
      const index = indexes[place] ?? null;
      if (index !== null) all.push({ ...recording, index });
    }
  }
  return all;
}

function describe(recordings: readonly Indexed[], urls: ReadonlyMap<string, string>) {
  let start = 0;
  return recordings.map(({ key, device, startedAtMs, index }): Static<typeof RecordingMetadataList>[number] => {
    const duration = index.fragments.reduce((sum, { seconds }) => sum + seconds, 0);
    const name = key.slice(key.lastIndexOf('/') + 1);
    const began = start;
    start += duration;
    return {
      ...{ key: name, filename: key, camera_id: device, timestamp: Math.floor(startedAtMs / 1000) },
      ...{ url: urls.get(key) ?? '', start: began, end: start, duration },
      bytes_ranges: formatByteRanges(name, index),
      bytes_range_on_time: rangesOnTime(index),
    };
  });
}

/** Recordings of cameras by time, with what a player needs to put them into one playlist (Kerberos Vault contract §9). */
export function hlsHandlers(parts: VaultParts) {
  const readRecordingMetadata: RouteHandler = async (request) => {
    const { account, fields } = accountCallOf(request);
    const { 'x-kerberos-storage-provider': provider = '', 'x-kerberos-storage-directory': wanted = '' } = fields;
    const query = readQuery(request);
    const store = isBoundTo(account, provider) ? await parts.providers.open(provider) : null;
    if (store === null) throw vaultErrors.providerNotFound();
    const directory = directoryOf(account, wanted);
    const recordings = await indexed(store, await findRecordings(store, directory, query));
    const orders = recordings.map(({ key: filename }) => {
      return { filename, provider, isOnce: false, lifetimeSeconds: parts.expiry.defaultSeconds };
    });
    const issued = await issueUrls(parts, { account, requestId: request.id }, orders);
    const urls = new Map(issued.map(({ filename, url }) => [filename, url]));
    return jsonAnswer(200, describe(recordings, urls), noStore);
  };
  return { readRecordingMetadata };
}
