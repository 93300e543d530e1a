import type { BootstrapStorage, BootstrapToken, BootstrapUser } from '../ports/bootstrap.ts';
import type { CdnSettings } from '../ports/cdn-settings.ts';
import { accessSettings } from './settings/access-settings.ts';
import { broadcastSettings } from './settings/broadcast-settings.ts';
import { identitySettings } from './settings/identity-settings.ts';
import { imageSettings } from './settings/image-settings.ts';
import { mediaSettings } from './settings/media-settings.ts';
import { operationSettings } from './settings/operation-settings.ts';
import { playbackSettings } from './settings/playback-settings.ts';
import { processSettings } from './settings/process-settings.ts';
import { rtcSettings } from './settings/rtc-settings.ts';
import { secretSettings } from './settings/secret-settings.ts';
import { spaceSettings } from './settings/space-settings.ts';
import { storeResilienceSettings } from './settings/store-resilience-settings.ts';
import { storeSettings } from './settings/store-settings.ts';
import { uploadSettings } from './settings/upload-settings.ts';
import { vaultSettings } from './settings/vault-settings.ts';
import { videoSettings } from './settings/video-settings.ts';

export type { Role } from './settings/process-settings.ts';

/** Every setting of the server, by the name of its environment variable. */
export const settings = {
  ...processSettings,
  ...storeSettings,
  ...storeResilienceSettings,
  ...uploadSettings,
  ...secretSettings,
  ...accessSettings,
  ...identitySettings,
  ...vaultSettings,
  ...playbackSettings,
  ...mediaSettings,
  ...imageSettings,
  ...rtcSettings,
  ...spaceSettings,
  ...broadcastSettings,
  ...videoSettings,
  ...operationSettings,
} as const;

export type SettingName = keyof typeof settings;

/** Every setting with a value. Secrets are hex or text as configured. */
export type Settings = { readonly [Name in SettingName]: (typeof settings)[Name]['default'] };

/** The settings, and what the files say that they name. */
export type Config = Settings & {
  readonly cdns: readonly CdnSettings[];
  readonly bootstrapUsers: readonly BootstrapUser[];
  readonly bootstrapStorage: BootstrapStorage;
  readonly bootstrapTokens: readonly BootstrapToken[];
};
