import type { RouteHandler } from '../../ports/http-exchange.ts';

declare const gated: unique symbol;

/**
 * A handler that runs behind the gate. Only the gate makes one, and the route table takes nothing else for a route
 * with permission `gate` or `signature`: a media route without the gate does not compile.
 */
export type GatedHandler = RouteHandler & { readonly [gated]: true };
