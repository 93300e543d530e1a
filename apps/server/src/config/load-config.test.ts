import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { formatConfig } from './format-config.ts';
import { loadConfig } from './load-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-config-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('loadConfig', () => {
  it('generates secrets once, readable by the owner only', async () => {
    const first = await loadConfig({ folder, environment: {} });
    const second = await loadConfig({ folder, environment: {} });
    expect(second.API_KEY).toBe(first.API_KEY);
    expect(first.API_KEY).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(join(folder, 'data', 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['secrets.json']);
  });

  it('gives two processes that start at once the same secrets', async () => {
    const loads = await Promise.all(Array.from({ length: 5 }, () => loadConfig({ folder, environment: {} })));
    expect(new Set(loads.map((config) => config.ENCRYPTION_KEY)).size).toBe(1);
  });

  it('prefers the environment to .env.local to .env to what was generated', async () => {
    await writeFile(join(folder, '.env'), `PORT=1\nHOST=a\nLOG_LEVEL=warn\nAPI_KEY=${'c'.repeat(64)}\n`);
    await writeFile(join(folder, '.env.local'), 'PORT=2\nHOST=b\n');
    const config = await loadConfig({ folder, environment: { PORT: '3' } });
    expect(config).toMatchObject({ PORT: 3, HOST: 'b', LOG_LEVEL: 'warn', API_KEY: 'c'.repeat(64) });
  });

  it('reads .env.local without .env', async () => {
    await writeFile(join(folder, '.env.local'), 'PORT=4242\n');
    expect((await loadConfig({ folder, environment: {} })).PORT).toBe(4242);
  });

  it('writes nothing when the configuration is wrong', async () => {
    await expect(loadConfig({ folder, environment: { PORT: 'x' } })).rejects.toThrow(ConfigError);
    expect(await readdir(folder)).toEqual([]);
  });

  it('makes up no secret that an origin would have to know', async () => {
    const environment = { EDGE_ORIGIN: 'http://origin.internal' };
    await expect(loadConfig({ folder, environment })).rejects.toThrow('EDGE_ORIGIN needs EDGE_SECRET');
    expect(await readdir(folder)).toEqual([]);
    expect(await loadConfig({ folder, environment: { ...environment, EDGE_SECRET: 'ab'.repeat(32) } })).toMatchObject({
      EDGE_SECRET: 'ab'.repeat(32),
    });
  });

  it('wants the secret of object URLs to be theirs alone', async () => {
    const secret = 'cd'.repeat(32);
    const environment = { OBJECT_URL_SECRET: secret, HMAC_SECRET: secret };
    await expect(loadConfig({ folder, environment })).rejects.toThrow(
      'OBJECT_URL_SECRET has the same value as HMAC_SECRET',
    );
  });

  it('completes the secrets of an earlier version, always to the same and without touching them', async () => {
    const file = join(folder, 'data', 'secrets.json');
    await loadConfig({ folder, environment: {} });
    const { OBJECT_URL_SECRET: _newer, ...earlier } = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(earlier));
    const [first, second] = [
      await loadConfig({ folder, environment: {} }),
      await loadConfig({ folder, environment: {} }),
    ];
    expect(first.OBJECT_URL_SECRET).toMatch(/^[0-9a-f]{64}$/);
    expect(second.OBJECT_URL_SECRET).toBe(first.OBJECT_URL_SECRET);
    expect(Object.values(earlier)).not.toContain(first.OBJECT_URL_SECRET);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(earlier);
  });

  it('does not repeat the content of a damaged secrets file', async () => {
    await loadConfig({ folder, environment: {} });
    await writeFile(join(folder, 'data', 'secrets.json'), '{"API_KEY":"hunter2');
    const problem = await loadConfig({ folder, environment: {} }).catch((error: Error) => error.message);
    expect(problem).toContain('is damaged');
    expect(problem).not.toContain('hunter2');
  });

  it('prints itself without a secret', async () => {
    const config = await loadConfig({ folder, environment: { DATABASE_URL: 'postgres://u:pass@h/db' } });
    const printed = formatConfig(config);
    expect(printed).toContain('API_KEY=(set, not shown)');
    expect(printed).not.toContain('pass');
    expect(printed).not.toContain(
      await readFile(join(folder, 'data', 'secrets.json'), 'utf8').then((t) => JSON.parse(t).API_KEY),
    );
  });
});
