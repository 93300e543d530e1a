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

/**
 * A site of a customer: another origin than the media server, so that its CORS answers are put to the test. It has the
 * server's host name, so that cookies which it hands on from the token API reach the media.
 */
export interface PlayerHost {
  readonly url: string;
  /** Address of a page that hands `cookies`, values of `Set-Cookie`, to the browser. */
  urlWithCookies(cookies: readonly string[]): string;
  stop(): Promise<void>;
}

export async function startPlayerHost(): Promise<PlayerHost> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host.invalid');
    const file = libraries[pathname];
    const type = file === undefined ? 'text/html' : 'text/javascript';
    response.setHeader('set-cookie', searchParams.getAll('cookie'));
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
    response.end(file === undefined ? page : await readFile(file));
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    urlWithCookies: (cookies) => `${url}?${new URLSearchParams(cookies.map((cookie) => ['cookie', cookie]))}`,
    stop: () =>
      new Promise((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      }),
  };
}
