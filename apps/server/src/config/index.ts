export { parseAzureConnectionString } from './azure-connection-string.ts';
export { ConfigError } from './config-error.ts';
export { configReference } from './config-reference.ts';
export { formatConfig } from './format-config.ts';
export { parseGcsCredentials, parseGcsHmacKey } from './gcs-credentials.ts';
export { type ConfigSources, loadConfig } from './load-config.ts';
export type { Config, Role, Settings } from './settings.ts';
