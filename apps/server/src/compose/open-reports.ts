import { createShareGuard } from '../features/access/index.ts';
import { findShare, notShared, reportHandler, sharedReportHandlers, shareHandlers } from '../features/reports/index.ts';
import type { deliveryParts } from './delivery-parts.ts';
import type { Base } from './open-base.ts';

/** Handlers of reports: of those who make them, and of those whom they are shown to. */
export function openReports(base: Base, { crypto, clock, revocations }: ReturnType<typeof deliveryParts>) {
  const { database } = base;
  const guard = createShareGuard({
    ...{ crypto, clock, revocations, missing: notShared },
    findShare: (hash: string) => findShare(database, hash),
  });
  return { ...reportHandler(base), ...shareHandlers(base), ...sharedReportHandlers(guard, base) };
}
