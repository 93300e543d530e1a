export type { AccessRequest, ClientFacts, RequestedResource } from './access-request.ts';
export { type Cidr, matchesAnyCidr, parseCidr } from './bindings/cidr.ts';
export { formatHostPattern, type HostPattern, matchesAnyHost, parseHostPattern } from './bindings/host-pattern.ts';
export { parseIpAddress } from './bindings/ip-address.ts';
export { userAgentFingerprint } from './bindings/user-agent.ts';
export { decodeBase64, encodeBase64 } from './bytes/base64.ts';
export { decodeBase64url, encodeBase64url } from './bytes/base64url.ts';
export { concat } from './bytes/concat.ts';
export { constantTimeEqual } from './bytes/constant-time-equal.ts';
export { decodeHex, encodeHex } from './bytes/hex.ts';
export { decodePercent, encodePercent } from './bytes/percent-encoding.ts';
export { decodeUtf8, encodeUtf8 } from './bytes/utf8.ts';
export {
  type Authorization,
  type AuthorizeContext,
  authorize,
  type CredentialVerifiers,
} from './carriers/authorize.ts';
export {
  type CarriedCredential,
  type Carrier,
  type Credential,
  type CredentialKind,
  type CredentialSources,
  cookieName,
  credentialKind,
  extractCredentials,
  queryParameter,
} from './carriers/credential-carrier.ts';
export { CredentialMemo } from './carriers/credential-memo.ts';
export { GrantCache } from './carriers/grant-cache.ts';
export { withoutParameter } from './carriers/named-values.ts';
export { type CborMap, type CborTag, type CborValue, decodeCbor, encodeCbor } from './cat/cbor.ts';
export {
  type CatRequest,
  type CatVerifier,
  issueCommonAccessToken,
  verifyCommonAccessToken,
} from './cat/common-access-token.ts';
export { type AkamaiSettings, createAkamaiAdapter } from './cdn/akamai.ts';
export { type BunnySettings, createBunnyAdapter, createBunnyBasicAdapter } from './cdn/bunny.ts';
export type { CdnAdapter, CdnCookie, CdnCredential, CdnMint } from './cdn/cdn-adapter.ts';
export type {
  CdnAddresses,
  CdnCapabilities,
  CdnCarrier,
  CdnOrder,
  CdnRestriction,
  CdnRevocation,
} from './cdn/cdn-order.ts';
export { createCloudflareStreamAdapter } from './cdn/cloudflare-stream.ts';
export { type CloudflareWafSettings, createCloudflareWafAdapter } from './cdn/cloudflare-waf.ts';
export {
  type CloudFrontSettings,
  type CloudFrontSigner,
  cloudFrontPolicy,
  cloudFrontSha1Signer,
  cloudFrontSha256Signer,
  createCloudFrontAdapter,
} from './cdn/cloudfront.ts';
export { createFastlyAdapter } from './cdn/fastly.ts';
export { createSecureLinkAdapter, type SecureLinkSettings, secureLinkHash } from './cdn/nginx-secure-link.ts';
export type { CdniClaims } from './cdni/cdni-claims.ts';
export { type CdniRequest, type CdniVerification, cdniPackageName, verifyCdniToken } from './cdni/cdni-token.ts';
export { type CdniRenewalOrder, renewCdniToken } from './cdni/renew-cdni-token.ts';
export type { AsyncCrypto, Crypto, Message, SyncCrypto } from './crypto/crypto.ts';
export type { LegacyCrypto } from './crypto/legacy-crypto.ts';
export { MacKey } from './crypto/mac-key.ts';
export type { SignatureAlgorithmName } from './crypto/signature-algorithms.ts';
export { type Jwk, PrivateKey, PublicKey } from './crypto/signature-key.ts';
export { chainTimed, mapTimed, settle, type Timed, type Timing } from './crypto/timing.ts';
export { webCrypto } from './crypto/web-crypto.ts';
export { type Decision, decide, notBeforeLeewaySeconds } from './decide.ts';
export {
  decideEmbed,
  type EmbedRecord,
  type EmbedRequest,
  type EntryObject,
  embedGrant,
} from './embed/decide-embed.ts';
export { embedPageHeaders, formatEmbedPath, parseEmbedPath } from './embed/embed-page.ts';
export {
  type Action,
  type Bindings,
  type Grant,
  type GrantedResource,
  type SchemeName,
  type StoreName,
  unbound,
  type Verification,
} from './grant.ts';
export { formatImageOptions, type ImageOptions, parseImageOptions } from './images/image-options.ts';
export { type ImageFormat, type ImageRendering, imageFormats, parseImageFormat } from './images/image-rendering.ts';
export {
  isMacKeyRecord,
  type KeyClass,
  type KeyRecord,
  type KeyState,
  type MacKeyRecord,
  macKeyRecord,
} from './keys/key-record.ts';
export { KeyRing, maxVerifyingKeys } from './keys/key-ring.ts';
export { promoteKey, type Rotation, retireKey, revokeKey } from './keys/key-rotation.ts';
export { parseJsonObject } from './parse-json-object.ts';
export { assetPatterns } from './path/asset-patterns.ts';
export { assetIdOfPath, type NormalPath, type ParsedPath, parsePath } from './path/parse-path.ts';
export { formatPathPattern, type PathPattern, parsePathPattern } from './path/path-pattern.ts';
export { RecentEntries } from './recent-entries.ts';
export { type Refusal, type RefusalReason, refusalStatus, refuse } from './refusal.ts';
export {
  decideRenewal,
  type Renewal,
  type RenewalRefusalReason,
  renewalGraceSeconds,
} from './renewal/decide-renewal.ts';
export { isHalfSpent, renewAfterSeconds, renewalDelaySeconds } from './renewal/renewal-times.ts';
export { feedStaleAfterSeconds, isFeedStaleFor, maxUnwatchedSeconds } from './revocations/feed-staleness.ts';
export type { Revocation } from './revocations/revocation.ts';
export type {
  RevocationBatch,
  RevocationChange,
  RevocationDelta,
  RevocationEntry,
  RevocationSnapshot,
} from './revocations/revocation-feed.ts';
export { type AppliedBatch, RevocationList } from './revocations/revocation-list.ts';
export { createRevocationSet, noRevocations, type RevocationSet } from './revocations/revocation-set.ts';
export {
  type ApiKeyRecord,
  apiKeyHash,
  apiKeyPrefix,
  formatApiKey,
  isApiKey,
  looksLikeApiKey,
  verifyApiKey,
} from './schemes/api-key.ts';
export {
  edgeJwtClaims,
  edgeJwtType,
  issueEdgeJwt,
  type ParsedEdgeJwt,
  parseEdgeJwt,
  verifyEdgeJwt,
} from './schemes/edge-jwt.ts';
export { type EdgeJwtClaims, formatEdgeJwtClaims } from './schemes/edge-jwt-claims.ts';
export {
  type EdgeTokenClaims,
  formatEdgeTokenBody,
  type ParsedEdgeToken,
  parseEdgeToken,
} from './schemes/edge-token.ts';
export {
  embedTokenHash,
  embedTokenLabel,
  formatEmbedToken,
  isEmbedRecordId,
  isEmbedToken,
} from './schemes/embed-token.ts';
export { signEvent } from './schemes/event-signature.ts';
export {
  type ChildTokenOrder,
  type EdgeTokenOrder,
  edgeTokenOrder,
  issueChildToken,
  issueEdgeToken,
} from './schemes/issue-edge-token.ts';
export { type JwsSigner, type JwsVerification, type ParsedJws, parseJws, signJws, verifyJws } from './schemes/jws.ts';
export { type LiveMediaWindow, liveMediaWindow, liveRetentionSeconds } from './schemes/live-media-window.ts';
export type { SignedUrlRefusal } from './schemes/object-key.ts';
export {
  type ObjectUrlOrder,
  type ObjectUrlUse,
  type ParsedObjectUrl,
  parseObjectUse,
  signObjectUse,
  verifyObjectUse,
} from './schemes/object-url.ts';
export { isOriginSecret, originSecretField, verifyOriginSecret } from './schemes/origin-secret.ts';
export {
  createShareHash,
  isShareHash,
  type ReportFile,
  type ReportShare,
  reportFilePath,
  reportShareGrant,
} from './schemes/report-share.ts';
export { parseWebhookSecret, type StandardWebhook, verifyStandardWebhook } from './schemes/standard-webhook.ts';
export { signUploadGrant, type UploadGrantClaims, verifyUploadGrant } from './schemes/upload-grant.ts';
export { parseUriExpiry, type UriExpiryBounds } from './schemes/uri-expiry.ts';
export { operatorGrant, userGrant } from './schemes/user-grant.ts';
export {
  parseUserJwt,
  type UserJwt,
  type UserJwtRefusal,
  type UserJwtRules,
  verifyUserJwt,
} from './schemes/user-jwt.ts';
export { isVaultObjectKey, maxVaultObjectKeyBytes } from './schemes/vault-object-key.ts';
export {
  isOnceUrlId,
  type SignedVaultUrl,
  signVaultUrl,
  type VaultUrlOrder,
  vaultSignedText,
  verifyVaultUrl,
} from './schemes/vault-url.ts';
export { type ParsedVaultUrl, parseVaultUrl, type VaultUrlClaims } from './schemes/vault-url-query.ts';
export { verifyEdgeToken } from './schemes/verify-edge-token.ts';
export { type ParsedVideoJwt, parseVideoJwt, type VideoJwt, verifyVideoJwt } from './schemes/video-jwt.ts';
export { parseSpaceClaims, type SpaceClaims, spaceGrant } from './schemes/video-space.ts';
export {
  type ImageOrder,
  imageSignedText,
  parseImageUrl,
  type SignedImageUrl,
  signImageUrl,
  verifyImageSignature,
} from './schemes/vylux-image.ts';
export { type KeyTokenClaims, parseKeyToken, signKeyToken, verifyKeyToken } from './schemes/vylux-key-token.ts';
export { parseOriginalUrl, signOriginalUrl, verifyOriginalSignature } from './schemes/vylux-original.ts';
export { parseThumbUrl, signThumbUrl, verifyThumbSignature } from './schemes/vylux-thumb.ts';
export { signWebhook, verifyWebhook } from './schemes/webhook-signature.ts';
