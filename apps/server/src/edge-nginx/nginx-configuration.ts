import { verdictLifetimes, verdictRows } from '../../njs/verdict-path.ts';
import { corsHeaders } from '../http/cors.ts';
import { securityHeaders } from '../http/security-headers.ts';
import type { NginxSettings } from './nginx-settings.ts';

const MODULE = '/usr/lib/nginx/modules/ngx_http_js_module.so';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

const portOf = ({ protocol, port }: URL): string => port || (protocol === 'https:' ? '443' : '80');

/** How the origin is called. What only we may say to it is never taken over from a viewer. */
const toOrigin = ({ origin }: NginxSettings): string => `
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host ${origin.host};
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Edge-Proxy-Secret "";${
        origin.protocol === 'https:'
          ? `
      proxy_ssl_server_name on;
      proxy_ssl_name ${origin.hostname};
      proxy_ssl_verify on;
      proxy_ssl_verify_depth 4;
      proxy_ssl_trusted_certificate ${CERTIFICATES};`
          : ''
      }`;

const hidden = (names: readonly string[]): string => names.map((name) => `proxy_hide_header ${name};`).join('\n      ');

const headers = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `add_header ${name} "${value}" always;`)
    .join('\n      ');

/** Where objects are inside: in the media store, or below the path that viewers use. */
const placeOfObject = ({ mediaFolder }: NginxSettings): string =>
  mediaFolder === null ? '/_media/v/$sluice_pp$sluice_aa' : '/_files/videos/$sluice_pp/$sluice_pp$sluice_aa';

/**
 * How a request finds its answer. The usual one, with the token in the query and a verdict that lasts, goes no further
 * than its own location: that is what makes it cheap. Everything else goes by `/_gate/`.
 */
const gates = (settings: NginxSettings, object: string): string => `
    location ^~ /v/ {
      if (!-f current/h$sluice_verdict) { rewrite ^ /_gate/ last; }${object}
      ${cachingHeader('$sluice_caching_long')}
    }
    location / { rewrite ^ /_gate/ last; }
    location ^~ /_gate/ {
      internal;
      if (-f current/h$sluice_verdict) {
        set $sluice_caching $sluice_caching_long;
        rewrite ^ ${placeOfObject(settings)}/$sluice_rest? last;
      }
      if (-f current/m$sluice_verdict) {
        set $sluice_caching "private, max-age=${verdictLifetimes.m}";
        rewrite ^ ${placeOfObject(settings)}/$sluice_rest? last;
      }
      js_content gate.answer;
    }`;

const { 'content-security-policy': _ofPages, ...securityOfMedia } = securityHeaders;

/**
 * The answer as a page on the origin that asks may read it, with cookies; a kept answer is for every origin. Only what
 * such a page needs is left out where none asks, and the policy of pages from bytes that are none.
 */
const corsOfMedia = `
      ${headers({
        ...securityOfMedia,
        ...corsHeaders,
        'access-control-allow-origin': '$sluice_allow_origin',
        'access-control-allow-credentials': '$sluice_allow_credentials',
        'access-control-expose-headers': '$sluice_exposed',
        vary: 'Origin',
      })}`;

/** What is said of caching with an object; a refusal of the origin is kept by nobody. */
const cachingHeader = (caching: string): string =>
  `set $sluice_said ${caching};
      add_header Cache-Control $sluice_sent_caching always;`;

const maps = `
  map "$request_method $msec $request_uri" $sluice_verdict {
    default "/none";
    ${verdictRows.join('\n    ')}
  }
  map $sluice_ext $sluice_caching_long {
    default "private, max-age=300";
    m4s "private, max-age=${verdictLifetimes.h}, immutable";
    mp4 "private, max-age=${verdictLifetimes.h}, immutable";
  }
  map $http_origin $sluice_allow_origin {
    default $http_origin;
    "" "*";
  }
  map $http_origin $sluice_allow_credentials {
    default "true";
    "" "";
  }
  map $http_origin $sluice_exposed {
    default "${corsHeaders['access-control-expose-headers']}";
    "" "";
  }
  map $status $sluice_sent_caching {
    default "no-store";
    200 $sluice_said;
    206 $sluice_said;
    304 $sluice_said;
  }`;

/** Verdicts are looked up through this as well: it is by how much one may outlive a revocation. */
const fileCache = `
      open_file_cache max=20000 inactive=30s;
      open_file_cache_valid 1s;`;

/** Objects of the origin, kept under their path alone. The viewer's own request fetches them: the origin decides too. */
const fromOrigin = (settings: NginxSettings, upstream: string, key: string): string => `
      proxy_pass ${upstream}$request_uri;${toOrigin(settings)}
      proxy_cache media;
      proxy_cache_key ${key};
      proxy_cache_valid 200 30s;
      proxy_cache_lock on;
      proxy_cache_revalidate on;
      proxy_cache_use_stale error timeout updating;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires X-Accel-Redirect X-Accel-Limit-Rate;
      proxy_hide_header Cache-Control;
      proxy_hide_header Set-Cookie;
      proxy_hide_header Edge-Token-Renewed;
      proxy_hide_header X-Request-Id;
      ${hidden(['Vary', ...Object.keys(securityHeaders), ...Object.keys(corsHeaders), 'Access-Control-Allow-Credentials'])}${corsOfMedia}
      max_ranges 1;${fileCache}`;

/** Objects of a media store on this machine; what is not stored is made by the origin. */
const fromFolder = `${corsOfMedia}
      max_ranges 1;${fileCache}
      error_page 403 404 = @media;`;

function objects(settings: NginxSettings, upstream: string): string {
  const { mediaFolder } = settings;
  const said = cachingHeader('$sluice_caching');
  const media = fromOrigin(settings, upstream, '$uri');
  const ofOrigin = `
    location ^~ /_media/ {
      internal;${media}
      ${said}
    }`;
  if (mediaFolder === null) return gates(settings, fromOrigin(settings, upstream, '/_media$uri')) + ofOrigin;
  return `${gates(settings, `\n      alias ${mediaFolder}/videos/$sluice_pp/;${fromFolder}`)}${ofOrigin}
    location ^~ /_files/ {
      internal;
      alias ${mediaFolder}/;${fromFolder}
      ${said}
    }
    location @media {${media}
      add_header Cache-Control $sluice_sent_caching always;
    }`;
}

const locations = (settings: NginxSettings, upstream: string): string => `${objects(settings, upstream)}
    location ^~ /_policy/ {
      internal;
      rewrite ^/_policy/(.*)$ /v1/edge/assets/$1 break;
      proxy_pass ${upstream};${toOrigin(settings)}
      proxy_set_header Authorization "Bearer ${settings.edgeSecret}";
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header Cookie "";
      proxy_set_header Edge-Token "";
      proxy_method GET;
      proxy_cache media;
      proxy_cache_key policy:$uri;
      proxy_cache_valid 200 404 10s;
      proxy_cache_lock on;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
    }
    location @origin {
      proxy_pass ${upstream}$request_uri;${toOrigin(settings)}
    }
    error_page 502 504 @unreachable;
    location @unreachable {
      internal;
      default_type application/json;
      ${headers({ ...securityHeaders, ...corsHeaders, 'cache-control': 'no-store' })}
      return 502 '{"error":{"code":"origin_unreachable","message":"The origin does not answer.","request_id":"$request_id"}}\\n';
    }`;

/**
 * The configuration of an nginx edge: what has a verdict is served without any script, everything else is decided by
 * the gate. The locations below `/_media/` and `/_policy/` are reached from inside alone.
 */
export function nginxConfiguration(settings: NginxSettings): string {
  const { folder, stateFolder, listen, origin, user, cacheMaxBytes, mediaFolder } = settings;
  return `# Written by \`sluice edge nginx\`; changes are lost. Holds a secret.
load_module ${MODULE};
${user === null ? '' : `user ${user};`}
worker_processes ${settings.workers ?? 'auto'};
daemon off;
# Verdicts are looked up by relative names: the fewer folders, the cheaper.
working_directory ${stateFolder};
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
pcre_jit on;
events { worker_connections 4096; }
http {
  access_log off;
  server_tokens off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000;
  types {
    video/iso.segment m4s; video/mp4 mp4; image/jpeg jpg jpeg; image/webp webp; image/png png; image/gif gif;
  }
  default_type application/octet-stream;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/temp/${name};`).join('\n  ')}
  proxy_cache_path ${folder}/cache levels=1:2 keys_zone=media:16m max_size=${cacheMaxBytes} inactive=7d use_temp_path=off;
  js_path ${folder};
  js_import gate from gate.js;
  js_var $sluice_state "${stateFolder}";
  js_var $sluice_caching "no-store";
  js_var $sluice_has_files "${mediaFolder === null ? '' : '1'}";
  upstream sluice_origin { server ${origin.hostname}:${portOf(origin)}; keepalive 32; }${maps}
  server {
    listen ${listen};
    merge_slashes off;${locations(settings, `${origin.protocol}//sluice_origin`)}
  }
}
`;
}
