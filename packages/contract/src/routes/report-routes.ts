import { Type } from 'typebox';
import { Report, SharedReport, SharedReportBody, SharedReportView } from '../report-schemas.ts';
import type { Route } from '../route.ts';
import { json, path, query } from './row-parts.ts';

const userRefused: Route['errors'] = {
  401: 'As on every route of users.',
  429: '`Too many failed attempts`; see `Retry-After`',
  503: '`Authentication service unavailable`',
};
const unreadable = { 422: 'What is wrong with the body, member by member.' };
const notTheirs = { 403: '`Resource does not belong to this user`', 404: '`Video not found`' };
const shareHash = path('Share hash of the report.');
const notShared: Route['errors'] = {
  404: '`Shared report not found`: missing, deleted, turned off and expired alike',
  429: '`Too Many Requests`; PUBLIC_RATE_LIMIT calls a minute for each address; see `Retry-After`',
};

/** Reports of what was made from a source (LynxVizion contract §7). */
export const reportRoutes = {
  createSharedReport: {
    method: 'POST',
    path: '/api/shared-reports',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Show the report of a video to everybody with an address',
    parameters: {},
    body: { contentType: 'application/json', schema: SharedReportBody },
    answers: { 201: json('The share.', SharedReportView) },
    errors: { ...userRefused, ...notTheirs, ...unreadable },
  },
  deleteSharedReport: {
    method: 'DELETE',
    path: '/api/shared-reports/{report_id}',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Stop showing a report, everywhere with the next request',
    parameters: { report_id: path('`id` of the share.') },
    answers: { 200: json('It is gone.', Type.Object({ ok: Type.Literal(true) })) },
    errors: { ...userRefused, 404: '`Report not found`; the same for one of somebody else' },
  },
  listSharedReports: {
    method: 'GET',
    path: '/api/videos/{job_id}/shared-reports',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'The shares of a video, newest first',
    parameters: { job_id: path('Id of a job of one’s own.') },
    answers: { 200: json('All of them.', Type.Array(SharedReportView)) },
    errors: { ...userRefused, ...notTheirs },
  },
  readJobReport: {
    method: 'GET',
    path: '/api/jobs/{id}/report',
    room: 'api',
    family: 'media',
    permission: 'api-key-or-user',
    cors: false,
    summary: 'What a job made of its source: sizes, bitrates, quality, time',
    parameters: { id: path('Id of the job.') },
    answers: { 200: json('The report.', Report) },
    errors: { 401: '`missing API key`, `invalid API key`', 403: 'Somebody else’s.', 404: '`job not found`' },
  },
  readSharedReport: {
    method: 'GET',
    path: '/api/shared-reports/{share_hash}',
    room: 'api',
    family: 'identity',
    permission: 'share',
    cors: 'listed',
    summary: 'The report behind a share hash',
    parameters: { share_hash: shareHash },
    answers: { 200: json('The report.', SharedReport) },
    errors: notShared,
  },
  readSharedCover: {
    method: 'GET',
    path: '/api/shared-reports/{share_hash}/cover.jpg',
    room: 'api',
    family: 'identity',
    permission: 'share',
    cors: 'listed',
    summary: 'The cover of the video, while its report is shown',
    parameters: { share_hash: shareHash },
    answers: { 200: { about: 'The cover.', contentType: 'image/jpeg' } },
    errors: notShared,
  },
  readSharedBitrates: {
    method: 'GET',
    path: '/api/shared-reports/{share_hash}/bitrate.svg',
    room: 'api',
    family: 'identity',
    permission: 'share',
    cors: 'listed',
    summary: 'A picture of the bitrates over time',
    parameters: {
      share_hash: shareHash,
      shape: query('For screens as narrow as those of phones.', Type.Literal('narrow')),
    },
    answers: { 200: { about: 'The picture.', contentType: 'image/svg+xml' } },
    errors: notShared,
  },
  reportPage: {
    method: 'GET',
    path: '/reports/{share_hash}',
    room: 'api',
    family: 'identity',
    permission: 'share',
    cors: false,
    summary: 'The report as a page for people',
    parameters: { share_hash: shareHash },
    answers: { 200: { about: 'The page.', contentType: 'text/html' } },
    errors: notShared,
  },
} as const satisfies Record<string, Route>;
