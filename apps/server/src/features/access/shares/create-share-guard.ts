import {
  decide,
  isShareHash,
  parsePath,
  type ReportFile,
  type ReportShare,
  reportFilePath,
  reportShareGrant,
} from '@sluice/access';
import { unixSeconds } from '../../../ports/clock.ts';
import type { HttpAnswer, HttpRequest } from '../../../ports/http-exchange.ts';
import type { SluiceError } from '../../../ports/sluice-error.ts';
import type { GateParts } from '../gate-parts.ts';
import type { GatedHandler } from '../gated-handler.ts';
import { refusalError } from '../refusal-error.ts';
import { clientFacts } from '../request-facts.ts';

export interface ShareGuardParts<Share extends ReportShare>
  extends Pick<GateParts, 'crypto' | 'clock' | 'revocations'> {
  /** The share that a hash names, as it is now; null where there is none or it is turned off. */
  readonly findShare: (hash: string) => Promise<Share | null>;
  /** Said of every hash that opens nothing, whatever the reason (LynxVizion contract §7). */
  readonly missing: () => SluiceError;
}

export type ShareHandler<Share> = (share: Share, request: HttpRequest) => Promise<HttpAnswer>;

/** Makes the handlers of addresses with a share hash; there is no other way to make one. */
export type ShareGuard<Share> = (file: ReportFile, handle: ShareHandler<Share>) => GatedHandler;

/** Hash → share → grant → decision, before any store is touched. */
export function createShareGuard<Share extends ReportShare>(parts: ShareGuardParts<Share>): ShareGuard<Share> {
  const { crypto, clock, revocations, findShare, missing } = parts;
  async function admit(request: HttpRequest, file: ReportFile): Promise<Share> {
    const hash = request.params.share_hash ?? '';
    const share = isShareHash(hash) ? await findShare(hash) : null;
    if (share === null) throw missing();
    const parsed = parsePath(reportFilePath(share.assetId, file));
    if (!parsed.ok) throw missing();
    const resource = { kind: 'path', path: parsed.path, assetId: share.assetId } as const;
    const asked = { ...clientFacts(request, crypto), action: 'read', resource } as const;
    const decision = decide(reportShareGrant(share), asked, unixSeconds(clock), revocations);
    if (decision.ok) return share;
    throw decision.reason === 'edge_stale' ? refusalError(decision.reason) : missing();
  }
  return (file, handle) =>
    (async (request: HttpRequest) => handle(await admit(request, file), request)) as unknown as GatedHandler;
}
