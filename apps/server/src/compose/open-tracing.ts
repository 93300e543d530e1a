import type { Config } from '../config/index.ts';
import type { Logger } from '../platform/logger.ts';
import { untraced } from '../platform/untraced.ts';
import type { Tracing } from '../ports/tracing.ts';
import { productVersion } from './product-version.ts';

const TRACES_PATH = '/v1/traces';

/** The endpoint is a base address (OTLP/HTTP), though one that names the place of traces already is taken as it is. */
const tracesUrl = (endpoint: string): string => (endpoint.endsWith(TRACES_PATH) ? endpoint : endpoint + TRACES_PATH);

/** Nothing of OpenTelemetry is loaded where no traces are wanted. */
export async function openTracing(config: Config, log: Logger): Promise<Tracing> {
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT === '') return untraced;
  const { createOpenTelemetry } = await import('../adapters/tracing/opentelemetry/create-opentelemetry.ts');
  return createOpenTelemetry({
    url: tracesUrl(config.OTEL_EXPORTER_OTLP_ENDPOINT),
    serviceName: config.OTEL_SERVICE_NAME,
    serviceVersion: productVersion(),
    ratio: config.OTEL_TRACES_SAMPLER_ARG,
    log,
  });
}
