import { Type } from 'typebox';
import type { Route } from '../route.ts';
import { json } from './row-parts.ts';

/** What machines ask a process. */
export const healthRoutes = {
  healthz: {
    method: 'GET',
    path: '/healthz',
    room: 'health',
    family: 'text',
    permission: 'open',
    cors: false,
    summary: 'The process answers',
    parameters: {},
    answers: { 200: { about: '`OK`', contentType: 'text/plain' } },
    errors: {},
  },
  readHealth: {
    method: 'GET',
    path: '/api/health',
    room: 'health',
    family: 'identity',
    permission: 'open',
    cors: false,
    summary: 'The process answers, as clients of the identity routes ask for it',
    parameters: {},
    answers: { 200: json('It does.', Type.Object({ status: Type.Literal('ok') })) },
    errors: {},
  },
  readyz: {
    method: 'GET',
    path: '/readyz',
    room: 'health',
    family: 'text',
    permission: 'open',
    cors: false,
    summary: 'What the process depends on answers',
    parameters: {},
    answers: { 200: { about: '`OK`', contentType: 'text/plain' } },
    errors: { 503: '`not ready: {check}: {reason}`' },
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    room: 'health',
    family: 'text',
    permission: 'open',
    cors: false,
    summary: 'Prometheus metrics',
    parameters: {},
    answers: { 200: { about: 'The metrics.', contentType: 'text/plain' } },
    errors: {},
  },
} as const satisfies Record<string, Route>;
