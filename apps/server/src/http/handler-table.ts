import type { RouteId, routes } from '@sluice/contract';
import type { GatedHandler } from '../features/access/index.ts';
import type { RouteHandler } from '../ports/http-exchange.ts';

type HandlerOf<Id extends RouteId> = (typeof routes)[Id]['permission'] extends 'gate' ? GatedHandler : RouteHandler;

/** A handler for every row of the contract; rows with permission `gate` take gated handlers only. */
export type HandlerTable = { readonly [Id in RouteId]: HandlerOf<Id> };
