import type { Route } from '@sluice/contract';
import type { HttpAnswer } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { preflightHeaders } from './cors.ts';
import { listedPreflightFields } from './listed-origins.ts';

/** Each family lists `OPTIONS` where its contract shows it. */
const allowedMethods = (methods: readonly string[], { family }: Route): readonly string[] =>
  family === 'edge' ? [...methods, 'OPTIONS'] : ['OPTIONS', ...methods];

/**
 * Answers a method that a known path does not have: `OPTIONS` with the methods it has, and CORS where browsers of other
 * origins are served; everything else is thrown as a 405.
 */
export function answerWrongMethod(
  method: string,
  methods: readonly string[],
  route: Route,
  origin: string | undefined,
  listedOrigins: ReadonlySet<string>,
): HttpAnswer {
  const allowed = allowedMethods(methods, route);
  const allow = allowed.join(', ');
  if (method === 'OPTIONS') {
    const cors =
      route.cors === 'listed'
        ? listedPreflightFields(listedOrigins, origin, allowed)
        : preflightHeaders(allowed, route.cors, origin);
    const headers = { allow, ...cors };
    return { status: 204, headers, body: { kind: 'empty' } };
  }
  // Of the video API not every method is served: its clients are told that there is no such route.
  if (route.family === 'video') throw new SluiceError('http/not-found', { status: 404, message: 'Not Found' });
  throw new SluiceError('access/method-not-allowed', {
    status: 405,
    message: 'Method Not Allowed',
    details: { allow },
  });
}
