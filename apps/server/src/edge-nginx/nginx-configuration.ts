import { verdictRows } from '../../njs/verdict-path.ts';
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

const headers = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `add_header ${name} "${value}" always;`)
    .join('\n      ');

/** Looks for a verdict on exactly this request; without one the gate decides. */
const gate = `
      if (-f $sluice_verdict/h) {
        set $sluice_caching $sluice_caching_long;
        rewrite ^ /_media/v/$sluice_asset/$sluice_rest? last;
      }
      if (-f $sluice_verdict/m) {
        set $sluice_caching "private, max-age=60";
        rewrite ^ /_media/v/$sluice_asset/$sluice_rest? last;
      }
      js_content gate.answer;`;

const maps = ({ stateFolder }: NginxSettings): string => `
  map "$request_method $msec $request_uri" $sluice_verdict {
    default "${stateFolder}/none";
    ${verdictRows.map((text) => text.replace('" "', `" "${stateFolder}/current/`)).join('\n    ')}
  }
  map $sluice_rest $sluice_caching_long {
    default "private, max-age=300";
    "~\\.(?:m4s|mp4)$" "private, max-age=3600, immutable";
  }
  map $status $sluice_sent_caching {
    default "no-store";
    "~^(?:200|206|304)$" $sluice_caching;
  }`;

const locations = (settings: NginxSettings, upstream: string): string => `
    location / { js_content gate.answer; }
    location ^~ /v/ {${gate}
    }
    location ^~ /_t/ {${gate}
    }
    location ^~ /_media/ {
      internal;
      proxy_pass ${upstream}$request_uri;${toOrigin(settings)}
      proxy_cache media;
      proxy_cache_key $uri;
      proxy_cache_valid 200 30s;
      proxy_cache_lock on;
      proxy_cache_revalidate on;
      proxy_cache_use_stale error timeout updating;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires X-Accel-Redirect X-Accel-Limit-Rate;
      proxy_hide_header Cache-Control;
      proxy_hide_header Set-Cookie;
      proxy_hide_header Edge-Token-Renewed;
      proxy_hide_header X-Request-Id;
      add_header Cache-Control $sluice_sent_caching always;
      max_ranges 1;
      open_file_cache max=10000 inactive=60s;
      open_file_cache_valid 30s;
    }
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
  const { folder, stateFolder, listen, origin, user, cacheMaxBytes } = settings;
  return `# Written by \`sluice edge nginx\`; changes are lost. Holds a secret.
load_module ${MODULE};
${user === null ? '' : `user ${user};`}
worker_processes auto;
daemon off;
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
  types { }
  default_type application/octet-stream;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/temp/${name};`).join('\n  ')}
  proxy_cache_path ${folder}/cache levels=1:2 keys_zone=media:16m max_size=${cacheMaxBytes} inactive=7d use_temp_path=off;
  js_path ${folder};
  js_import gate from gate.js;
  js_var $sluice_state "${stateFolder}";
  js_var $sluice_caching "no-store";
  upstream sluice_origin { server ${origin.hostname}:${portOf(origin)}; keepalive 32; }${maps(settings)}
  server {
    listen ${listen};
    merge_slashes off;${locations(settings, `${origin.protocol}//sluice_origin`)}
  }
}
`;
}
