/** How nginx is run for speed: files by sendfile with their descriptors kept, connections that are never closed. */
export const nginxHttp = `
  sendfile on;
  tcp_nopush on;
  open_file_cache max=1000 inactive=60s;
  open_file_cache_valid 60s;
  keepalive_requests 1000000000;
`;
