import { hlsHandlers } from './hls/hls-handler.ts';
import { issueHandlers } from './issue/issue-handlers.ts';
import { urlHandlers } from './register/url-handlers.ts';
import { serveHandlers } from './serve/serve-handlers.ts';
import type { VaultParts } from './vault-parts.ts';

/** Everything about URLs of objects of providers: giving, serving, telling, taking back. */
export const vaultHandlers = (parts: VaultParts) => ({
  ...issueHandlers(parts),
  ...hlsHandlers(parts),
  ...serveHandlers(parts),
  ...urlHandlers(parts),
});
