import { jsonAnswer, noStore, type RouteHandler } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import type { Metrics } from './metrics.ts';
import { within } from './within.ts';

/** Time for all checks together, Vylux contract §15. */
const BUDGET_MS = 2000;

export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<void>;
  /** Header fields of the answer once all is ready. */
  tell?(): Promise<Readonly<Record<string, string>>>;
}

const ok: RouteHandler = async () => ({ status: 200, body: { kind: 'text', text: 'OK' } });

/** LynxVizion contract §7: nothing of what the process depends on. */
const readHealth: RouteHandler = async () => jsonAnswer(200, { status: 'ok' }, noStore);

/** The first line, without anything that looks like a URL: this route is open. */
function reasonOf(error: unknown): string {
  const [line = 'unknown'] = (error instanceof Error ? error.message : 'unknown').split('\n');
  return line.replace(/\b[a-z]+:\/\/\S+/gi, '…').slice(0, 200);
}

function readyz(checks: readonly ReadinessCheck[], metrics: Metrics): RouteHandler {
  return async (request) => {
    const deadlineMs = performance.now() + BUDGET_MS;
    for (const { name, check } of checks) {
      try {
        await within(deadlineMs - performance.now(), check());
      } catch (cause) {
        metrics.countReadinessFailure(name);
        throw new SluiceError('http/not-ready', {
          status: 503,
          message: `not ready: ${name}: ${reasonOf(cause)}`,
          cause,
        });
      }
    }
    const told = await Promise.all(checks.map(({ tell }) => tell?.().catch(() => ({}))));
    return { ...(await ok(request)), headers: Object.assign({}, ...told) };
  };
}

/** Handlers of the health room. */
export function healthHandlers(checks: readonly ReadinessCheck[], metrics: Metrics) {
  const render: RouteHandler = async () => {
    const { text, contentType } = await metrics.render();
    return { status: 200, body: { kind: 'text', text, contentType } };
  };
  return { healthz: ok, readHealth, readyz: readyz(checks, metrics), metrics: render };
}
