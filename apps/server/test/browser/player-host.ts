import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

const require = createRequire(import.meta.url);

/** Stock players as their projects publish them. */
const libraries: Readonly<Record<string, string>> = {
  '/hls.js': require.resolve('hls.js/dist/hls.min.js'),
  '/shaka.js': require.resolve('shaka-player/dist/shaka-player.compiled.js'),
  '/dash.js': require.resolve('dashjs').replace(/dist.*/, 'dist/modern/umd/dash.all.min.js'),
};

const page = `<!doctype html><title>A customer's page</title><video muted width="640" height="360"></video>
${Object.keys(libraries)
  .map((path) => `<script src="${path}"></script>`)
  .join('\n')}`;

/** A site of a customer: another origin than the media server, so that its CORS answers are put to the test. */
export interface PlayerHost {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startPlayerHost(): Promise<PlayerHost> {
  const server = createServer(async (request, response) => {
    const file = libraries[request.url ?? ''];
    const type = file === undefined ? 'text/html' : 'text/javascript';
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
    response.end(file === undefined ? page : await readFile(file));
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      }),
  };
}
