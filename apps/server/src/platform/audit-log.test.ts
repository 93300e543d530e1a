import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditLog } from './audit-log.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-audit-'));
});
afterAll(() => rm(folder, { recursive: true }));

const failing = (error: unknown): never => {
  throw error;
};

describe('createAuditLog', () => {
  it('appends lines that are there when the call returns, for owner and group alone', async () => {
    const file = join(folder, 'logs', 'audit.log');
    createAuditLog(file, failing)({ event: 'issue' });
    createAuditLog(file, failing)({ event: 'renew' });
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { channel: 'audit', event: 'issue', node: expect.any(String), time: expect.any(Number) },
      { channel: 'audit', event: 'renew' },
    ]);
    expect((await stat(file)).mode & 0o007).toBe(0);
  });

  it('says which setting names a file that cannot be written', async () => {
    const occupied = join(folder, 'occupied');
    await writeFile(occupied, '');
    expect(() => createAuditLog(join(occupied, 'audit.log'), failing)).toThrow('AUDIT_LOG');
  });

  it('tells of a record that could not be written, and goes on', () => {
    const failures: unknown[] = [];
    const write = createAuditLog('/dev/full', (error) => failures.push(error));
    write({ event: 'issue' });
    write({ event: 'renew' });
    expect(failures).not.toEqual([]);
  });

  it('writes nothing when it is off', () => {
    expect(() => createAuditLog('off', failing)({ event: 'issue' })).not.toThrow();
  });
});
