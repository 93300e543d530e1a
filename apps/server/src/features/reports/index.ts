export { reportHandler } from './report/report-handler.ts';
export { shareHandlers } from './shares/share-handlers.ts';
export { findShare, notShared, sharedReportHandlers } from './shares/shared-report-handlers.ts';
