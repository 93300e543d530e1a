import { type TSchema, Type } from 'typebox';
import type { Answer, Parameter, Route } from '../route.ts';
import { Enveloped } from '../video-api-schemas.ts';
import { json, query } from './row-parts.ts';

/** What every route of the video API may answer. */
export const videoRefused: Route['errors'] = {
  401: '`unauthorized`: no access token, or none that is known with this secret',
  403: '`forbidden`: the access token lacks the permission',
  429: '`too_many_requests`: see `Retry-After`',
};
export const videoInvalid: Route['errors'] = { ...videoRefused, 400: '`invalid_parameters`' };
/** Of a route that names something by its id. */
export const videoNamed: Route['errors'] = {
  ...videoInvalid,
  404: '`not_found`: this environment has none of that id',
};

/** One object in its envelope. */
export const data = (about: string, schema: TSchema): Answer => json(about, Enveloped(schema));
/** A page of them. */
export const page = (about: string, schema: TSchema): Answer => data(about, Type.Array(schema));

export const pageQuery: Readonly<Record<string, Parameter>> = {
  page: query('Which page, from 1 on; one past the end is empty.', Type.Integer({ minimum: 1, default: 1 })),
  limit: query('How many on a page.', Type.Integer({ minimum: 1, maximum: 100, default: 25 })),
};

/** Rows of the video API have these in common. */
export const videoRow = { room: 'api', family: 'video', permission: 'access-token', cors: false } as const;
export const gone: Answer = { about: 'It is gone.' };
