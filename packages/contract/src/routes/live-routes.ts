import { Type } from 'typebox';
import { LiveStreamBody, LiveStreamView, PlaybackIdBody, PlaybackIdView } from '../live-schemas.ts';
import type { Route } from '../route.ts';
import { NothingView } from '../video-api-schemas.ts';
import { path, query } from './row-parts.ts';
import { data, gone, page, pageQuery, videoInvalid, videoNamed, videoRow } from './video-parts.ts';

const row = { ...videoRow, scope: 'video' } as const;
const LIVE_STREAM_ID = path('Id of the live stream.');
const playbackParameters = { LIVE_STREAM_ID, PLAYBACK_ID: path('Id that it is played by.') };

/** Live streams: what spaces broadcast to (Mux contract §11.3, as far as it is served). */
export const liveRoutes = {
  createLiveStream: {
    ...row,
    method: 'POST',
    path: '/video/v1/live-streams',
    summary: 'Make a live stream',
    parameters: {},
    body: { contentType: 'application/json', schema: LiveStreamBody },
    answers: { 201: data('The live stream.', LiveStreamView) },
    errors: videoInvalid,
  },
  listLiveStreams: {
    ...row,
    method: 'GET',
    path: '/video/v1/live-streams',
    summary: 'Live streams of the environment, newest first',
    parameters: {
      ...pageQuery,
      status: query('Only those of this status.', LiveStreamView.properties.status),
      stream_key: query('Only the one of this key.', Type.String()),
    },
    answers: { 200: page('One page of them.', LiveStreamView) },
    errors: videoInvalid,
  },
  readLiveStream: {
    ...row,
    method: 'GET',
    path: '/video/v1/live-streams/{LIVE_STREAM_ID}',
    summary: 'One live stream',
    parameters: { LIVE_STREAM_ID },
    answers: { 200: data('The live stream.', LiveStreamView) },
    errors: videoNamed,
  },
  deleteLiveStream: {
    ...row,
    method: 'DELETE',
    path: '/video/v1/live-streams/{LIVE_STREAM_ID}',
    summary: 'Delete a live stream that no broadcast names',
    parameters: { LIVE_STREAM_ID },
    answers: { 204: gone },
    errors: videoNamed,
  },
  completeLiveStream: {
    ...row,
    method: 'PUT',
    path: '/video/v1/live-streams/{LIVE_STREAM_ID}/complete',
    summary: 'End what is being recorded',
    parameters: { LIVE_STREAM_ID },
    answers: { 200: data('It is idle.', NothingView) },
    errors: videoNamed,
  },
  disableLiveStream: {
    ...row,
    method: 'PUT',
    path: '/video/v1/live-streams/{LIVE_STREAM_ID}/disable',
    summary: 'Take nothing more for a live stream',
    parameters: { LIVE_STREAM_ID },
    answers: { 200: data('It is disabled.', NothingView) },
    errors: videoNamed,
  },
  enableLiveStream: {
    ...row,
    method: 'PUT',
    path: '/video/v1/live-streams/{LIVE_STREAM_ID}/enable',
    summary: 'Undo that',
    parameters: { LIVE_STREAM_ID },
    answers: { 200: data('It takes what is sent.', NothingView) },
    errors: videoNamed,
  },
  createLivePlaybackId: {
    ...row,
    method: 'POST',
    path: '/video/v1/live-streams/{LIVE_STREAM_ID}/playback-ids',
    summary: 'Give a live stream another playback id',
    parameters: { LIVE_STREAM_ID },
    body: { contentType: 'application/json', schema: PlaybackIdBody },
    answers: { 201: data('The playback id.', PlaybackIdView) },
    errors: videoNamed,
  },
  readLivePlaybackId: {
    ...row,
    method: 'GET',
    path: '/video/v1/live-streams/{LIVE_STREAM_ID}/playback-ids/{PLAYBACK_ID}',
    summary: 'One playback id',
    parameters: playbackParameters,
    answers: { 200: data('The playback id.', PlaybackIdView) },
    errors: videoNamed,
  },
  deleteLivePlaybackId: {
    ...row,
    method: 'DELETE',
    path: '/video/v1/live-streams/{LIVE_STREAM_ID}/playback-ids/{PLAYBACK_ID}',
    summary: 'Delete a playback id',
    parameters: playbackParameters,
    answers: { 204: gone },
    errors: videoNamed,
  },
} as const satisfies Record<string, Route>;
