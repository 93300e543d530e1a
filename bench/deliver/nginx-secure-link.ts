import { randomBytes } from 'node:crypto';
import { secureLinkHash } from '@sluice/access';
import { nodeLegacyCrypto } from '../../apps/server/src/adapters/crypto/node-legacy.ts';
import { startNginx } from '../../apps/server/test/fixtures/start-nginx.ts';
import { nginxHttp } from './nginx-settings.ts';
import { type Film, type Peer, portOf } from './peer.ts';

/** Edge access §22.5, serving the files of the media store. */
const server = (secret: string, mediaFolder: string): string => `
    location ~ "^/sl/(?<slt>[A-Za-z0-9_-]{22})/(?<sle>\\d{10})(?<sld>/v/(?<aid>(?<pp>..)[^/]*)/)(?<slf>.+)$" {
      secure_link $slt,$sle;
      secure_link_md5 "$secure_link_expires$sld ${secret}";
      if ($secure_link = "") { return 403; }
      if ($secure_link = "0") { return 403; }
      alias ${mediaFolder}/videos/$pp/$aid/$slf;
    }
`;

/** Debian's nginx with `secure_link`: one MD5 over folder and expiry, nothing revoked. */
export async function startNginxSecureLink({ assetId, mediaFolder }: Film): Promise<Peer> {
  const secret = randomBytes(32).toString('hex');
  const nginx = await startNginx({ http: nginxHttp, server: server(secret, mediaFolder) });
  const expires = Math.floor(Date.now() / 1000) + 4 * 3600;
  const place = `/v/${assetId}/`;
  const hash = secureLinkHash(nodeLegacyCrypto(), `${expires}${place} ${secret}`);
  const spoiledHash = `${hash.startsWith('A') ? 'B' : 'A'}${hash.slice(1)}`;
  return {
    name: 'nginx, secure_link',
    port: portOf(nginx.url),
    pids: () => [nginx.pid],
    goodAddress: ({ path }) => ({ target: `/sl/${hash}/${expires}${place}${path}` }),
    badAddress: ({ path }) => ({ target: `/sl/${spoiledHash}/${expires}${place}${path}` }),
    stop: nginx.stop,
  };
}
