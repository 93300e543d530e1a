import type { Route } from '../route.ts';
import { BroadcastBody, BroadcastView, SpaceBody, SpaceView } from '../space-schemas.ts';
import { NothingView } from '../video-api-schemas.ts';
import { path } from './row-parts.ts';
import { data, gone, page, pageQuery, videoInvalid, videoNamed, videoRow } from './video-parts.ts';

const row = { ...videoRow, scope: 'video' } as const;
const SPACE_ID = path('Id of the space.');
const broadcastParameters = { SPACE_ID, BROADCAST_ID: path('Id of the broadcast.') };

/** Spaces, where participants meet, and their broadcasts to live streams (Mux contract §4). */
export const spaceRoutes = {
  createSpace: {
    ...row,
    method: 'POST',
    path: '/video/v1/spaces',
    summary: 'Make a space',
    parameters: {},
    body: { contentType: 'application/json', schema: SpaceBody },
    answers: { 201: data('The space.', SpaceView) },
    errors: videoInvalid,
  },
  listSpaces: {
    ...row,
    method: 'GET',
    path: '/video/v1/spaces',
    summary: 'Spaces of the environment, newest first',
    parameters: pageQuery,
    answers: { 200: page('One page of them.', SpaceView) },
    errors: videoInvalid,
  },
  readSpace: {
    ...row,
    method: 'GET',
    path: '/video/v1/spaces/{SPACE_ID}',
    summary: 'One space',
    parameters: { SPACE_ID },
    answers: { 200: data('The space.', SpaceView) },
    errors: videoNamed,
  },
  deleteSpace: {
    ...row,
    method: 'DELETE',
    path: '/video/v1/spaces/{SPACE_ID}',
    summary: 'Delete a space that is idle',
    parameters: { SPACE_ID },
    answers: { 204: gone },
    errors: videoNamed,
  },
  createBroadcast: {
    ...row,
    method: 'POST',
    path: '/video/v1/spaces/{SPACE_ID}/broadcasts',
    summary: 'Give a space a live stream to broadcast to',
    parameters: { SPACE_ID },
    body: { contentType: 'application/json', schema: BroadcastBody },
    answers: { 201: data('The broadcast.', BroadcastView) },
    errors: videoNamed,
  },
  readBroadcast: {
    ...row,
    method: 'GET',
    path: '/video/v1/spaces/{SPACE_ID}/broadcasts/{BROADCAST_ID}',
    summary: 'One broadcast',
    parameters: broadcastParameters,
    answers: { 200: data('The broadcast.', BroadcastView) },
    errors: videoNamed,
  },
  deleteBroadcast: {
    ...row,
    method: 'DELETE',
    path: '/video/v1/spaces/{SPACE_ID}/broadcasts/{BROADCAST_ID}',
    summary: 'Delete a broadcast that is idle',
    parameters: broadcastParameters,
    answers: { 204: gone },
    errors: videoNamed,
  },
  startBroadcast: {
    ...row,
    method: 'POST',
    path: '/video/v1/spaces/{SPACE_ID}/broadcasts/{BROADCAST_ID}/start',
    summary: 'Broadcast an active space',
    parameters: broadcastParameters,
    answers: { 200: data('It is under way.', NothingView) },
    errors: videoNamed,
  },
  stopBroadcast: {
    ...row,
    method: 'POST',
    path: '/video/v1/spaces/{SPACE_ID}/broadcasts/{BROADCAST_ID}/stop',
    summary: 'End a broadcast, and complete its live stream',
    parameters: broadcastParameters,
    answers: { 200: data('It has ended.', NothingView) },
    errors: videoNamed,
  },
} as const satisfies Record<string, Route>;
