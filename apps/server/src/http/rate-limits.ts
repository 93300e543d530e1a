import { createHash } from 'node:crypto';
import type { RouteId } from '@sluice/contract';
import type { Clock } from '../ports/clock.ts';
import type { HttpRequest } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { createFixedWindow } from './fixed-window.ts';

const WINDOW_SECONDS = 60;

/** Callers are kept as digests: no credential stays in memory because of a counter. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const byApiKey = (request: HttpRequest): string => digest(request.headers['x-api-key'] ?? '');

function byTokenOrAddress({ headers, remoteAddress }: HttpRequest): string {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return token === undefined ? `ip:${digest(remoteAddress)}` : `token:${digest(token)}`;
}

/** The limits of Vylux contract §14. The throw is a 429 with `Retry-After`. */
export function createRateLimits(clock: Clock): (id: RouteId, request: HttpRequest) => void {
  const jobs = { window: createFixedWindow(clock, 30), callerOf: byApiKey };
  const keys = { window: createFixedWindow(clock, 120), callerOf: byTokenOrAddress };
  const limits: { readonly [Id in RouteId]?: typeof jobs } = {
    createJob: jobs,
    retryJob: jobs,
    readMediaKey: keys,
    readClearKeyLicence: keys,
  };
  return (id, request) => {
    const limit = limits[id];
    if (limit === undefined || limit.window.admit(limit.callerOf(request))) return;
    throw new SluiceError('http/too-many-requests', {
      status: 429,
      message: 'Too Many Requests',
      details: { retryAfterSeconds: WINDOW_SECONDS },
    });
  };
}
