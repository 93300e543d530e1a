import { type Grant, isEmbedRecordId, RecentEntries, type Refusal, refuse } from '@sluice/access';
import { clientNetwork } from '../../../platform/client-network.ts';
import type { Clock } from '../../../ports/clock.ts';
import { limitRefusal } from './limit-refusal.ts';

/** How much one playback token may be used (edge access §17); 0 sets no limit. */
export interface TokenLimitRules {
  readonly requestsPerSecond: number;
  /** Requests at once. */
  readonly burst: number;
  /** Distinct client networks at which somebody is told. */
  readonly alertNetworks: number;
  /** Distinct client networks that are let through. */
  readonly maxNetworks: number;
}

/** The limits of one playback token, counted in this process: step 16 of edge access §9. */
export interface TokenLimits {
  /** Counts a request; null while it is within the limits. */
  take(grant: Grant, address: string): Refusal | null;
}

interface TokenUse {
  /** When the whole burst is there again, since the process began. */
  fullAtMs: number;
  lastAddress: string;
  networks: Set<string> | null;
}

/** Tokens whose use is remembered for certain; one that was silent for longest starts anew. */
const MAX_TOKENS = 100_000;

/**
 * `onShared` is told once of each token that comes from `alertNetworks` networks. Everyone on a page with an embed token
 * shares its id, so there each address has a rate of its own, and networks are not counted.
 */
export function createTokenLimits(
  rules: TokenLimitRules,
  clock: Clock,
  onShared: (tokenId: string, networks: number) => void,
): TokenLimits {
  const { requestsPerSecond, burst, alertNetworks, maxNetworks } = rules;
  const uses = new RecentEntries<TokenUse>(MAX_TOKENS);
  // Small numbers: a sum of intervals on top of today's date would lose a twentieth of a millisecond.
  const beganMs = clock.nowMs();
  const intervalMs = 1000 / requestsPerSecond;
  const countedNetworks = Math.max(alertNetworks, maxNetworks);

  function useOf(key: string): TokenUse {
    const known = uses.get(key);
    if (known !== undefined) return known;
    const use = { fullAtMs: 0, lastAddress: '', networks: null };
    uses.add(key, use);
    return use;
  }

  function isOneNetworkTooMany(use: TokenUse, tokenId: string, address: string): boolean {
    if (use.lastAddress === address) return false;
    const network = clientNetwork(address);
    if (network === null) return false;
    use.networks ??= new Set();
    const { networks } = use;
    if (!networks.has(network)) {
      if (maxNetworks > 0 && networks.size >= maxNetworks) return true;
      if (networks.size < countedNetworks && networks.add(network).size === alertNetworks) {
        onShared(tokenId, alertNetworks);
      }
    }
    use.lastAddress = address;
    return false;
  }

  function takeRate(use: TokenUse, tokenId: string): Refusal | null {
    if (requestsPerSecond === 0) return null;
    const nowMs = clock.nowMs() - beganMs;
    const fullAtMs = Math.max(use.fullAtMs, nowMs) + intervalMs;
    const waitMs = fullAtMs - nowMs - burst * intervalMs;
    if (waitMs > 1e-3) return limitRefusal(tokenId, requestsPerSecond, waitMs);
    use.fullAtMs = fullAtMs;
    return null;
  }

  return {
    take({ tokenId }, address) {
      if (tokenId === null) return null;
      if (isEmbedRecordId(tokenId)) return takeRate(useOf(`${tokenId} ${address}`), tokenId);
      const use = useOf(tokenId);
      if (countedNetworks > 0 && isOneNetworkTooMany(use, tokenId, address)) return refuse('token_shared');
      return takeRate(use, tokenId);
    },
  };
}
