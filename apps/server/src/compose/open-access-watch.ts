import { matchesAnyCidr } from '@sluice/access';
import {
  type AllowedMedia,
  createAllowedMedia,
  createDeniedAddresses,
  createTokenLimits,
  type DeniedAddresses,
  type TokenLimits,
  type WriteAudit,
} from '../features/access/index.ts';
import { createAuditLog } from '../platform/audit-log.ts';
import { trustedProxies } from './networks.ts';
import type { Base, Closing } from './open-base.ts';

/** What a node counts and notes of requests, in memory of its own. */
export interface AccessWatch {
  readonly tokenLimits: TokenLimits;
  readonly deniedAddresses: DeniedAddresses;
  readonly writeAudit: WriteAudit;
  readonly allowedMedia: AllowedMedia;
}

export function openAccessWatch(
  { clock, config, log, metrics }: Pick<Base, 'clock' | 'config' | 'log' | 'metrics'>,
  closings: Closing[],
): AccessWatch {
  const writeLine = createAuditLog(config.AUDIT_LOG, (err) => log.error({ err }, 'an audit record is lost'));
  const writeAudit: WriteAudit = (record) => {
    metrics.countAudit(record);
    if (record.event === 'block') log.warn({ network: record.network }, 'an address is refused for a while');
    writeLine(record);
  };
  const allowedMedia = createAllowedMedia(writeAudit);
  allowedMedia.start();
  closings.push(async () => allowedMedia.stop());
  const proxies = trustedProxies(config);
  const limits = {
    requestsPerSecond: config.MEDIA_REQUESTS_PER_SECOND,
    burst: config.MEDIA_REQUESTS_BURST,
    alertNetworks: config.TOKEN_ALERT_NETWORKS,
    maxNetworks: config.TOKEN_MAX_NETWORKS,
  };
  const denials = {
    denials: config.DENIALS_PER_ADDRESS,
    blockSeconds: config.DENIAL_BLOCK,
    isProxy: (address: string) => matchesAnyCidr(proxies, address),
  };
  return {
    tokenLimits: createTokenLimits(limits, clock, (tokenId, networks) => {
      metrics.countSharedToken();
      log.warn({ tokenId, networks }, 'a playback token is in use from many networks');
    }),
    deniedAddresses: createDeniedAddresses(denials, clock),
    writeAudit,
    allowedMedia,
  };
}
