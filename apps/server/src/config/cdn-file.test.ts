import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCdnFile } from './cdn-file.ts';
import { formatConfig } from './format-config.ts';
import { loadConfig } from './load-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cdn-file-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
const ecdsa = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' });

async function written(cdns: unknown): Promise<string> {
  const file = join(folder, 'cdn.json');
  await writeFile(file, typeof cdns === 'string' ? cdns : JSON.stringify({ cdns }));
  return file;
}
const problemsOf = async (cdns: unknown) => (await readCdnFile(await written(cdns))).problems;

const akamai = { name: 'aka', adapter: 'akamai', host: 'media.example.com', key: 'aa'.repeat(16) };
const stream = { name: 'cf-stream', adapter: 'cloudflare-stream', host: 'customer.example.com', kid: 'k' };

describe('CDN_FILE', () => {
  it('names CDNs of every kind, their keys here or in files beside it', async () => {
    await writeFile(join(folder, 'cf.pem'), pem);
    const { cdns, problems } = await readCdnFile(
      await written([
        {
          name: 'cf',
          adapter: 'cloudfront',
          host: 'd1.cloudfront.net',
          key_pair_id: 'K2',
          private_key: { file: 'cf.pem' },
        },
        { name: 'ec', adapter: 'cloudfront', host: 'd2.cloudfront.net', key_pair_id: 'K3', private_key: ecdsa },
        { ...akamai, salt: 'pepper', origin_secrets: ['o'.repeat(43)] },
        { name: 'bunny', adapter: 'bunny', host: 'zone.b-cdn.net', key: 'bunny-key' },
        { name: 'waf', adapter: 'cloudflare-waf', host: 'm.example.com', key: 'waf-key', rule_ttl: 7200 },
        { ...stream, private_key: pem.replaceAll('\n', '\r\n'), videos: { 'film-1': '0'.repeat(32) } },
        { name: 'ngx', adapter: 'nginx-secure-link', host: 'n.example.com', key: 'n'.repeat(32) },
        { name: 'fastly', adapter: 'fastly', host: 'f.example.com', key: Buffer.alloc(32, 7).toString('base64') },
      ]),
    );
    expect(problems).toEqual([]);
    expect(cdns.map(({ signing }) => signing.adapter)).toHaveLength(8);
    expect(cdns[1]?.signing).toMatchObject({ key: { alg: 'ES256' }, digest: 'SHA256' });
    expect(cdns[2]?.originSecrets).toHaveLength(1);
    expect(inspect(cdns, { depth: 9 })).not.toMatch(/pepper|o{32}|n{32}|bunny-key|aaaaaaaa/);
  });

  it('is told of with all its mistakes together, none of which repeats a secret', async () => {
    const problems = await problemsOf([
      { ...akamai, key: 'hunter2' },
      { ...akamai, host: 'https://media.example.com/', color: 'red' },
      { name: 'x', adapter: 'carrier-pigeon' },
      { ...stream, private_key: 'hunter2', videos: {} },
      { name: 'ngx', adapter: 'nginx-secure-link', host: 'n.example.com', key: { file: 'nowhere' } },
      { name: 'aka', adapter: 'bunny', host: 'b.example.com', key: 'b', origin_secrets: ['hunter2'] },
      { name: 'aka', adapter: 'bunny', host: 'b.example.com', key: 'c' },
      null,
    ]);
    expect(problems).toEqual([
      'CDN_FILE cdns[0] (aka) key must be pairs of hexadecimal digits',
      'CDN_FILE cdns[1] color is not known here',
      expect.stringMatching(/^CDN_FILE cdns\[1\] host must match pattern/),
      expect.stringMatching(/^CDN_FILE cdns\[2\] adapter must be one of cloudfront, akamai/),
      'CDN_FILE cdns[3] (cf-stream) private_key must be the PEM of an RSA key of 2048 bits or more',
      'CDN_FILE cdns[4] (ngx) names the file nowhere, which cannot be read',
      'CDN_FILE cdns[5] (aka) origin_secrets must be 32 to 128 letters, digits, - and _ each',
      expect.stringMatching(/^CDN_FILE cdns\[7\] adapter must be one of/),
      'CDN_FILE: the name aka is used twice',
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('is no list of CDNs', async () => {
    for (const text of ['{"key":"hunter2"', '[]', 'null', '{"cdns":{}}']) {
      const problems = await problemsOf(text);
      expect(problems).toEqual([expect.stringContaining('must be JSON such as')]);
      expect(problems.join()).not.toContain('hunter2');
    }
    expect((await readCdnFile(join(folder, 'none.json'))).problems).toEqual([
      expect.stringContaining('which cannot be read'),
    ]);
  });

  it('takes ECDSA keys with SHA-256 only', async () => {
    const entry = { name: 'cf', adapter: 'cloudfront', host: 'd.cloudfront.net', key_pair_id: 'K', private_key: ecdsa };
    expect(await problemsOf([{ ...entry, digest: 'SHA1' }])).toEqual([
      'CDN_FILE cdns[0] (cf) digest must be SHA256 for an ECDSA key',
    ]);
  });
});

describe('a configuration with CDNs', () => {
  const problemOf = (environment: Record<string, string>) =>
    loadConfig({ folder, environment }).then(
      () => '',
      (error: Error) => error.message,
    );

  it('is refused when a CDN has a secret of another class, whichever', async () => {
    const secret = 'ab'.repeat(32);
    await written([
      { name: 'bun', adapter: 'bunny', host: 'b.example.com', key: secret.toUpperCase() },
      { name: 'two', adapter: 'bunny', host: 'c.example.com', key: 'o'.repeat(40), origin_secrets: ['o'.repeat(40)] },
      { name: 'cf', adapter: 'cloudfront', host: 'd.cloudfront.net', key_pair_id: 'K', private_key: pem },
      { ...stream, private_key: rsa.export({ type: 'pkcs1', format: 'pem' }), videos: {} },
    ]);
    const problem = await problemOf({ CDN_FILE: 'cdn.json', WEBHOOK_SECRET: secret });
    expect(problem).toContain('CDN_FILE key of bun has the same value as WEBHOOK_SECRET');
    expect(problem).toContain('CDN_FILE origin secret of two has the same value as CDN_FILE key of two');
    expect(problem).toContain('CDN_FILE key of cf-stream has the same value as CDN_FILE key of cf');
    expect(problem).not.toContain(secret);
  });

  it('tells mistakes of both together', async () => {
    await written([{ ...akamai, key: 'x' }]);
    const problem = await problemOf({ CDN_FILE: 'cdn.json', PORT: 'soon' });
    expect(problem).toContain('PORT must be');
    expect(problem).toContain('(aka) key must be');
  });

  it('prints the name of the file and nothing of it', async () => {
    await written([akamai]);
    const config = await loadConfig({ folder, environment: { CDN_FILE: 'cdn.json' } });
    expect(config.cdns.map(({ name }) => name)).toEqual(['aka']);
    expect(formatConfig(config)).toContain('CDN_FILE=cdn.json');
    expect(formatConfig(config)).not.toContain('aaaa');
  });
});
