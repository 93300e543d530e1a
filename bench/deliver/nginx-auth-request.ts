import type { EdgeProcess } from '../../apps/server/test/fixtures/edge-fleet.ts';
import { startNginx } from '../../apps/server/test/fixtures/start-nginx.ts';
import { nginxHttp } from './nginx-settings.ts';
import { type Film, type Peer, portOf, spoiled, withQuery } from './peer.ts';

/** Edge access §20: a 204 may be kept for two seconds by everything that it was decided on, a 403 never. */
const cacheOfDecisions = `
      proxy_cache decisions;
      proxy_cache_key $request_uri|$http_edge_token|$cookie_edge_token|$remote_addr|$http_origin|$http_referer|$http_user_agent;
      proxy_cache_valid 204 2s;
      proxy_ignore_headers Cache-Control;
`;

const http = (origin: string, isCached: boolean): string => `
  ${nginxHttp}
  upstream sluice { server ${new URL(origin).host}; keepalive 64; keepalive_requests 1000000000; }
  ${isCached ? 'proxy_cache_path cache-of-decisions keys_zone=decisions:10m;' : ''}
`;

const server = ({ mediaFolder }: Film, secret: string, isCached: boolean): string => `
    location = /_authorize {
      internal;
      proxy_pass http://sluice/v1/edge/authorize;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Edge-Proxy-Secret ${secret};
      proxy_set_header X-Original-Method $request_method;
      proxy_set_header X-Original-Host $host;
      proxy_set_header X-Original-URI $request_uri;
      proxy_set_header X-Real-IP $remote_addr;
      ${isCached ? cacheOfDecisions : ''}
    }
    location ~ "^/v/(?<aid>(?<pp>..)[^/]*)/(?<rest>.+)$" {
      auth_request /_authorize;
      alias ${mediaFolder}/videos/$pp/$aid/$rest;
    }
`;

/** Where the gate is asked, with the secret that a proxy shows. */
export interface Authority {
  readonly edge: EdgeProcess;
  readonly secret: string;
}

/** Debian's nginx with `auth_request` before the gate of a Sluice edge; both processes count. */
export async function startNginxAuthRequest(film: Film, { edge, secret }: Authority, isCached: boolean): Promise<Peer> {
  const nginx = await startNginx({ http: http(edge.url, isCached), server: server(film, secret, isCached) });
  const address = (path: string, token: string) => ({ target: withQuery(`/v/${film.assetId}/${path}`, token) });
  return {
    name: isCached ? 'nginx, auth_request kept for 2 s' : 'nginx, auth_request',
    port: portOf(nginx.url),
    pids: () => [nginx.pid, edge.pid],
    goodAddress: ({ path }) => address(path, film.token),
    badAddress: ({ path }) => address(path, spoiled(film.token)),
    stop: nginx.stop,
  };
}
