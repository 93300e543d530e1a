import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import vectors from '../../../../packages/access/vectors/edge-token.json' with { type: 'json' };
import { bundleForNjs } from '../../njs/build.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { type Nginx, startNginx } from '../fixtures/start-nginx.ts';

let folder: string;
let nginx: Nginx;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-njs-'));
  await writeFile(
    join(folder, 'verifier.js'),
    await bundleForNjs(fileURLToPath(new URL('../njs/verifier.ts', import.meta.url))),
  );
  nginx = await startNginx({
    main: 'load_module /usr/lib/nginx/modules/ngx_http_js_module.so;',
    http: `js_path ${folder}; js_import verifier from verifier.js;`,
    server: `merge_slashes off; set $sluice_key ${vectors.keys.k1}; location / { js_content verifier.decide; }`,
  });
});
afterAll(async () => {
  await nginx.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the verifier of packages/access, compiled for njs and running in nginx', () => {
  it.each(vectors.decisions)(
    '$name',
    async ({ token, target, assetId, nowSeconds, clientAddress, origin, referer, refused }) => {
      const answer = await rawRequest(nginx.url, target, {
        headers: {
          'edge-token': token,
          'x-test-asset': encodeURIComponent(assetId),
          'x-test-now': String(nowSeconds),
          'x-test-address': clientAddress,
          ...(origin === null ? {} : { origin }),
          ...(referer === null ? {} : { referer }),
        },
      });
      if (refused === null) expect([answer.status, answer.headers['x-edge-deny']]).toEqual([204, undefined]);
      // Some of what the path rules refuse, nginx refuses by itself.
      else if (refused === 'bad_path' && answer.status === 400) expect(answer.headers['x-edge-deny']).toBeUndefined();
      else expect([answer.status, answer.headers['x-edge-deny']]).toEqual([403, refused]);
    },
  );
});
