export { AssetPolicy, AssetView, SourceView } from './asset-schemas.ts';
export { buildOpenApi } from './build-openapi.ts';
export { CallbackQueued, type JobCallback, JobCallbacks } from './callback-schemas.ts';
export {
  EdgeAsset,
  EdgeContentKey,
  EdgeEmbed,
  EdgeEmbedQuery,
  EdgeEntitlement,
  EdgeEntitlementQuery,
  EdgeKey,
  EdgeKeySet,
  EdgePlay,
  EdgePlayCount,
  EdgeRenewal,
  EdgeSeen,
  EdgeSync,
} from './edge-schemas.ts';
export {
  CreatedEmbedToken,
  EmbedTokenBody,
  EmbedTokenList,
  EmbedTokenPatch,
  EmbedTokenView,
} from './embed-schemas.ts';
export { ExplainBody, Explanation, ExplanationStep, explanationSteps } from './explain-schemas.ts';
export { type FieldFault, fieldFaults } from './field-faults.ts';
export {
  CreatedUserKey,
  ProviderEvent,
  ProviderUserEvent,
  UserContext,
  UserKeyBody,
  UserKeyPatch,
  UserKeyView,
} from './identity-schemas.ts';
export {
  CreateJobBody,
  JobAccepted,
  JobList,
  JobRetried,
  type JobStatus,
  JobSummary,
  type JobType,
  JobView,
  jobOptionSchemas,
  jobStatuses,
  jobTypes,
  ProgressDetail,
} from './job-schemas.ts';
export {
  JsonWebKeySet,
  SigningKeyBody,
  SigningKeyList,
  SigningKeyPatch,
  SigningKeyView,
} from './key-schemas.ts';
export { LiveStreamBody, LiveStreamView, PlaybackIdBody, PlaybackIdView } from './live-schemas.ts';
export {
  changeProviderFields,
  embeddedProviders,
  isStorageName,
  type ProviderForm,
  type ProviderParsing,
  parseProviderFields,
  parseProviderType,
} from './parse-provider.ts';
export { Report, SharedReport, SharedReportBody, SharedReportView } from './report-schemas.ts';
export { RevocationBody, RevocationFeed, RevocationTombstone, RevocationView } from './revocation-schemas.ts';
export type { Answer, Body, ErrorFamily, Parameter, Permission, Room, Route, TokenScope } from './route.ts';
export { type RouteId, routeList, routes } from './routes.ts';
export { BroadcastBody, BroadcastView, SpaceBody, SpaceView } from './space-schemas.ts';
export {
  AccountBody,
  AccountList,
  AccountPatch,
  AccountView,
  BootstrapAccountForm,
  CreatedAccount,
  type DerivedOnUpload,
  derivedOnUpload,
  ProviderCheck,
  ProviderList,
  ProviderPatch,
  type ProviderType,
  ProviderView,
} from './storage-schemas.ts';
export {
  RecordingMetadataBody,
  RecordingMetadataList,
  RevokedStorageUrls,
  RevokeStorageUrlsBody,
  StorageUrlItems,
  StorageUrlList,
  StorageUrlQuery,
  StorageUrlValidity,
  StorageUrlView,
} from './storage-url-schemas.ts';
export {
  ClearKeyLicence,
  ClearKeyRequest,
  IssuedToken,
  IssueTokenBody,
  PlaybackTokenList,
  PlaybackTokenState,
  RenewedToken,
  RenewTokenBody,
} from './token-schemas.ts';
export {
  DeletedObjectAnswer,
  StoredObjectAnswer,
  UploadGrantBody,
  UploadGrantView,
  UploadPresignBody,
  UploadPresignView,
  UploadView,
} from './upload-schemas.ts';
export { DownloadUrl, FileList, FilesQuery, FileUrlQuery, UploadUrl, UploadUrlBody } from './user-file-schemas.ts';
export { CreatedUserWebhookSecret, UserWebhookSecret } from './user-webhook-schemas.ts';
export {
  CreatedVideoSigningKey,
  CreatedWebhook,
  Enveloped,
  NothingView,
  VideoSigningKeyView,
  WebhookBody,
  WebhookPatch,
  WebhookView,
  WhoAmI,
} from './video-api-schemas.ts';
export { RegisterUploadBody, VideoList, VideoListQuery, VideoView } from './video-schemas.ts';
