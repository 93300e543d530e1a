export { createClientAddress } from './client-address.ts';
export { type AppOptions, createApp } from './create-app.ts';
export type { HandlerTable } from './handler-table.ts';
export { healthHandlers, type ReadinessCheck } from './health.ts';
export { drain, listen } from './listen.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { type CountCall, createRateLimits } from './rate-limits.ts';
export { createRunningAnswers, type RunningAnswers } from './running-answers.ts';
export { serveSockets } from './serve-sockets.ts';
