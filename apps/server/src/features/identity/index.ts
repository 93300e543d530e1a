export { createApiKeyCheck } from './check-api-key.ts';
