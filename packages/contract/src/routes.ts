import type { Route } from './route.ts';
import { accessRoutes } from './routes/access-routes.ts';
import { assetRoutes } from './routes/asset-routes.ts';
import { edgeRoutes } from './routes/edge-routes.ts';
import { healthRoutes } from './routes/health-routes.ts';
import { identityRoutes } from './routes/identity-routes.ts';
import { jobRoutes } from './routes/job-routes.ts';
import { linkRoutes } from './routes/link-routes.ts';
import { livePlaybackRoutes } from './routes/live-playback-routes.ts';
import { liveRoutes } from './routes/live-routes.ts';
import { playbackRoutes } from './routes/playback-routes.ts';
import { realtimeRoutes } from './routes/realtime-routes.ts';
import { reportRoutes } from './routes/report-routes.ts';
import { signedRoutes } from './routes/signed-routes.ts';
import { spacePageRoutes } from './routes/space-page-routes.ts';
import { spaceRoutes } from './routes/space-routes.ts';
import { storageAdminRoutes } from './routes/storage-admin-routes.ts';
import { storageUrlRoutes } from './routes/storage-url-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import { uploadRoutes } from './routes/upload-routes.ts';
import { userFileRoutes } from './routes/user-file-routes.ts';
import { userWebhookRoutes } from './routes/user-webhook-routes.ts';
import { videoRoutes } from './routes/video-routes.ts';
import { videoSystemRoutes } from './routes/video-system-routes.ts';

/** Every route that exists. Health, OpenAPI, the client and the misuse tests read this table. */
export const routes = {
  ...jobRoutes,
  ...signedRoutes,
  ...playbackRoutes,
  ...linkRoutes,
  ...livePlaybackRoutes,
  ...tokenRoutes,
  ...accessRoutes,
  ...edgeRoutes,
  ...assetRoutes,
  ...identityRoutes,
  ...storageAdminRoutes,
  ...storageUrlRoutes,
  ...uploadRoutes,
  ...videoRoutes,
  ...userFileRoutes,
  ...userWebhookRoutes,
  ...reportRoutes,
  ...spaceRoutes,
  ...realtimeRoutes,
  ...liveRoutes,
  ...videoSystemRoutes,
  ...spacePageRoutes,
  ...healthRoutes,
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof routes;

/** The table as an array, each row with its id. */
export const routeList: readonly (Route & { readonly id: RouteId })[] = Object.entries(routes).map(([id, route]) => ({
  ...route,
  id: id as RouteId,
}));
