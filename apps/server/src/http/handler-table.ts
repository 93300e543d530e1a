import type { Room, RouteId, routes } from '@sluice/contract';
import type { GatedHandler } from '../features/access/index.ts';
import type { RouteHandler } from '../ports/http-exchange.ts';

type HandlerOf<Id extends RouteId> = (typeof routes)[Id]['permission'] extends
  | 'gate'
  | 'signature'
  | 'link'
  | 'link-or-user'
  | 'share'
  ? GatedHandler
  : RouteHandler;

type IdIn<R extends Room> = {
  [Id in RouteId]: (typeof routes)[Id]['room'] extends R ? Id : never;
}[RouteId];

/** A handler for every row of these rooms of the contract; rows that a gate guards take gated handlers only. */
export type HandlerTable<R extends Room = Room> = { readonly [Id in IdIn<R>]: HandlerOf<Id> };
