import { existsSync } from 'node:fs';
import { hasCommand, runCommand } from './run-command.mjs';
import { giveUp, say } from './say.mjs';

/** Command, or file by its path, that must be there → Debian package that brings it. */
export const MEDIA_PACKAGES = { ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg', bwrap: 'bubblewrap', prlimit: 'util-linux' };

/** nginx and its module that runs JavaScript. */
export const NGINX_PACKAGES = {
  '/usr/sbin/nginx': 'nginx',
  '/usr/lib/nginx/modules/ngx_http_js_module.so': 'libnginx-mod-http-js',
};

/** What compiles the media server's worker, where it cannot be downloaded. */
export const BUILD_PACKAGES = {
  cmake: 'cmake',
  ninja: 'ninja-build',
  'c++': 'g++',
  'pkg-config': 'pkg-config',
  flatc: 'flatbuffers-compiler',
  '/usr/include/uv.h': 'libuv1-dev',
  '/usr/include/openssl/ssl.h': 'libssl-dev',
  '/usr/include/srtp2/srtp.h': 'libsrtp2-dev',
  '/usr/include/absl/strings/string_view.h': 'libabsl-dev',
  '/usr/include/flatbuffers/flatbuffers.h': 'libflatbuffers-dev',
};

export const TEST_PACKAGES = {
  chromium: 'chromium',
  'ceph-mon': 'ceph-mon',
  'ceph-osd': 'ceph-osd',
  'ceph-mgr': 'ceph-mgr',
  ceph: 'ceph-common',
  radosgw: 'radosgw',
  '/usr/lib/postgresql/15/bin/postgres': 'postgresql-15',
  curl: 'curl',
  openssl: 'openssl',
  faketime: 'faketime',
  turnserver: 'coturn',
  ip: 'iproute2',
  '/usr/sbin/tc': 'iproute2',
  ...NGINX_PACKAGES,
};

const isThere = (name) => (name.startsWith('/') ? existsSync(name) : hasCommand(name));

async function aptGet(prefix, args) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const [command, ...rest] = [...prefix, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', ...args];
  return runCommand(command, rest, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Installs the packages whose commands are missing, saying so; says what to do where it can't. */
export async function ensureDebianPackages(packages) {
  const missing = [
    ...new Set(
      Object.keys(packages)
        .filter((name) => !isThere(name))
        .map((name) => packages[name]),
    ),
  ];
  if (missing.length === 0) return;
  const list = missing.join(' ');
  if (!hasCommand('apt-get')) giveUp(`please install: ${list}`);
  const isRoot = process.getuid?.() === 0;
  const prefix = isRoot ? [] : ['sudo', '-n'];
  if (!isRoot && !hasCommand('sudo')) giveUp(`please run as root: apt-get install ${list}`);
  say(`installing from Debian: ${list}`);
  await aptGet(prefix, ['update']);
  if ((await aptGet(prefix, ['install', '-y', '--no-install-recommends', ...missing])) !== 0) {
    giveUp(`Debian's packages could not be installed; please run as root: apt-get install ${list}`);
  }
}
