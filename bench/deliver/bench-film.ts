import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase } from '../../apps/server/src/adapters/database/create-database.ts';
import { createLogger } from '../../apps/server/src/platform/logger.ts';
import { databaseUrlOf } from '../../apps/server/test/fixtures/database-url.ts';
import { assetFolderOf } from '../../apps/server/test/fixtures/every-object.ts';
import { startWithProtectedFilm } from '../../apps/server/test/fixtures/protected-film.ts';
import type { TestServer } from '../../apps/server/test/fixtures/start-server.ts';
import type { BenchObject, Film } from './peer.ts';

const ASSET_ID = 'bench';
const KIB = 1024;
/** A playlist's worth of key or init section, a segment at a low and one at a high rate. */
const SIZES: Readonly<Record<string, number>> = { '4 KiB': 4 * KIB, '200 KiB': 200 * KIB, '2 MiB': 2048 * KIB };

export const sizeNames: readonly string[] = Object.keys(SIZES);

async function writeObjects(folder: string): Promise<BenchObject[]> {
  return Promise.all(
    Object.values(SIZES).map(async (size) => {
      const object = { path: `bench-${size}.m4s`, bytes: randomBytes(size) };
      await writeFile(join(folder, object.path), object.bytes);
      return object;
    }),
  );
}

/** Revocations of tokens that nobody shows, so that every request is looked up among them. */
async function revokeStrangers(server: TestServer, count: number): Promise<void> {
  const database = createDatabase({
    connection: await databaseUrlOf(server.config),
    poolSize: 1,
    log: createLogger('silent'),
  });
  const seconds = Math.floor(Date.now() / 1000);
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `rv_bench_${index}`,
    seq: index + 1,
    type: 'token' as const,
    value: `tk_${randomBytes(12).toString('base64url')}`,
    before_seconds: null,
    expires_seconds: seconds + 24 * 3600,
    reason: null,
    created_seconds: seconds,
  }));
  const perInsert = 5000;
  for (let begin = 0; begin < count; begin += perInsert) {
    await database
      .insertInto('revocations')
      .values(rows.slice(begin, begin + perInsert))
      .execute();
  }
  await database.updateTable('revocation_feed').set({ seq: count }).execute();
  await database.destroy();
}

/** A server with one protected film, three objects of known sizes beside its segments, and `revocations` in force. */
export async function startBenchFilm(
  revocations: number,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly server: TestServer; readonly film: Film }> {
  const { server, token } = await startWithProtectedFilm(ASSET_ID, environment);
  const folder = assetFolderOf(server, ASSET_ID);
  const objects = await writeObjects(folder);
  await revokeStrangers(server, revocations);
  const mediaFolder = server.config.MEDIA_DIR;
  const folderPath = folder.slice(mediaFolder.length);
  return { server, film: { assetId: ASSET_ID, token, objects, mediaFolder, folderPath } };
}
