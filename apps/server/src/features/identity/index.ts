export { createApiKeyCheck } from './check-api-key.ts';
export { createEdgeSecretCheck } from './check-edge-secret.ts';
