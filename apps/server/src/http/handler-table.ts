import type { RouteId, routes } from '@sluice/contract';
import type { GatedHandler } from '../features/access/index.ts';
import type { RouteHandler } from '../ports/http-exchange.ts';

type HandlerOf<Id extends RouteId> = (typeof routes)[Id]['permission'] extends 'gate' | 'signature'
  ? GatedHandler
  : RouteHandler;

/** A handler for every row of the contract; rows with permission `gate` or `signature` take gated handlers only. */
export type HandlerTable = { readonly [Id in RouteId]: HandlerOf<Id> };
