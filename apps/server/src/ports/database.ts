import type { DerivedOnUpload } from '@sluice/contract';
import type { ColumnType, Generated, Kysely, Transaction as KyselyTransaction } from 'kysely';

/** A column written as a value and read back as parsed JSON. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** The user whom a row belongs to; null for the operator. */
type Owner = ColumnType<string | null, string | null | undefined, string | null>;
type Timestamp = ColumnType<Date, Date | undefined, Date>;

export interface AssetsTable {
  id: string;
  access: 'public' | 'protected';
  /** The {@link StoredPresentation} that manifests are made from; null until a stream exists. */
  presentation: JsonOrNull<unknown>;
  /** Key id of the content key in force; null for a clear stream. */
  content_kid: string | null;
  owner_id: Owner;
  /** Its stream still grows. */
  is_live: Generated<boolean>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface JobsTable {
  id: string;
  type: string;
  hash: string;
  source: string;
  /** Whose object the source is; null: the source store of the settings. */
  provider: string | null;
  options: Json<unknown>;
  fingerprint: string;
  /** Validator of the source when the job was ordered; null where it was not to be had. */
  source_etag: string | null;
  queue: 'default' | 'large';
  status: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';
  /** Whole percent, the contract's checkpoints. */
  progress: Generated<number>;
  /** The finer view: stage, percent, fps, speed, remaining seconds. */
  progress_detail: JsonOrNull<unknown>;
  /** Its stream is replacing an earlier one: it can no longer be cancelled. */
  is_publishing: Generated<boolean>;
  /** That of its asset. */
  owner_id: Owner;
  /** As its owner named it. */
  title: ColumnType<string | null, string | null | undefined, string | null>;
  /** Bytes of the source when the job was ordered; null where they were not to be had. */
  source_bytes: ColumnType<number | null, number | null | undefined, number | null>;
  callback_url: string | null;
  /** Who named it; null for the operator. */
  callback_user_id: ColumnType<string | null, string | null | undefined, never>;
  callback_status: Generated<'pending' | 'sent' | 'callback_failed'>;
  retry_of_job_id: string | null;
  /** The trace of the request that ordered it. */
  traceparent: ColumnType<string | null, string | null | undefined, never>;
  tracestate: ColumnType<string | null, string | null | undefined, never>;
  error: string | null;
  results: JsonOrNull<unknown>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface JobStepsTable {
  job_id: string;
  name: string;
  result: Json<unknown>;
  recorded_at: Timestamp;
  /** How long its work took; null where that is not known. */
  took_ms: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface ContentKeysTable {
  /** 32 lower-case hex digits. */
  kid: string;
  asset_id: string;
  job_id: string;
  wrapped_key: Buffer;
  wrap_nonce: Buffer;
  kek_version: string;
  created_at: Timestamp;
}

export interface SigningKeysTable {
  kid: string;
  class: string;
  alg: string;
  state: 'pending' | 'active' | 'retiring' | 'retired' | 'revoked';
  wrapped_secret: Buffer;
  wrap_nonce: Buffer;
  kek_version: string;
  created_at: Timestamp;
  promoted_at: Date | null;
  /** A retiring key verifies until then. */
  verify_until: Date | null;
}

/** One row: where the feed of revocations ends, and up to where its log was cut off. */
export interface RevocationFeedTable {
  is_only: Generated<boolean>;
  seq: Generated<number>;
  trimmed_seq: Generated<number>;
}

export interface RevocationsTable {
  id: string;
  seq: number;
  type: 'token' | 'subject' | 'asset' | 'key' | 'embed';
  value: string;
  /** Unix seconds, as the other times here. */
  before_seconds: number | null;
  expires_seconds: number;
  reason: string | null;
  created_seconds: number;
  /** Place of the tombstone in the feed; null while it stands. */
  removed_seq: number | null;
}

/** What was issued. Times are Unix seconds. */
export interface PlaybackTokensTable {
  id: string;
  asset_id: string;
  subject: string | null;
  kind: 'hmac' | 'jwt';
  /** The key that signed it last. */
  kid: string;
  issued_seconds: number;
  not_before_seconds: number;
  expires_seconds: number;
  renewable_until_seconds: number | null;
  renewals: Generated<number>;
  last_seen_seconds: number | null;
  /** Names the order; null for one that is not shared. */
  reuse_key: string | null;
  /** `edge` or the name of a CDN. */
  deliver_via: Generated<string>;
}

export interface PlaybackTokenNetworksTable {
  token_id: string;
  network: string;
}

/** Opaque playback tokens. Times are Unix seconds. */
export interface EmbedTokensTable {
  id: string;
  token_hash: string;
  /** How the token is shown where the token itself must not be. */
  prefix: string;
  asset_id: string;
  subject: string | null;
  label: string | null;
  domains: string[];
  ips: string[];
  /** Null until it is deleted. */
  expires_seconds: number | null;
  max_plays: number | null;
  plays: Generated<number>;
  is_active: Generated<boolean>;
  created_seconds: number;
  last_used_seconds: number | null;
}

/** Pictures kept in the media store, by what they were made from. */
export interface ImageDerivativesTable {
  object_key: string;
  source_key: string;
  /** A segment of the source key that is a digest: 64 lower-case hexadecimal digits. */
  source_hash: string | null;
  source_etag: string;
  /** The settings that shaped it. */
  recipe: string;
  object_etag: string;
  created_at: Timestamp;
}

/** The ends of jobs that are to be told to an address. */
export interface CallbacksTable {
  id: string;
  /** Null for an event, which has a webhook instead. */
  job_id: string | null;
  webhook_id: ColumnType<string | null, string | null | undefined, never>;
  url: string;
  /** Whose secret signs it; null for the operator’s, and for an event. */
  user_id: ColumnType<string | null, string | null | undefined, never>;
  /** The exact text that is signed and sent. */
  body: string;
  status: 'pending' | 'sent' | 'failed';
  attempts: Generated<number>;
  /** When the next attempt may be made. */
  due_at: Timestamp;
  /** The trace of its job. */
  traceparent: ColumnType<string | null, string | null | undefined, never>;
  tracestate: ColumnType<string | null, string | null | undefined, never>;
  held_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  created_at: Timestamp;
}

export interface CallbackAttemptsTable {
  callback_id: string;
  /** 1 for the first. */
  number: number;
  started_at: Timestamp;
  duration_ms: number;
  status_code: number | null;
  error: string | null;
}

/** Assets whose media was removed a short while ago. */
export interface RemovalsTable {
  asset_id: string;
  requested_at: Timestamp;
  is_released: Generated<boolean>;
  due_at: ColumnType<Date, Date, Date>;
}

/** Edges without a database that ask this deployment, by the name that each gives itself. */
export interface EdgeNodesTable {
  name: string;
  /** The key set that it held when it asked last. */
  key_set_version: string | null;
  seen_at: Timestamp;
}

/** What callers have spent of what they may ask, by a digest. Unlogged. */
export interface AllowancesTable {
  name: string;
  full_at: Date;
}

/** Calls of one caller in the minute that it called in last. */
export interface CallCountsTable {
  scope: string;
  caller: string;
  /** Unix time in whole minutes. */
  minute: number;
  calls: number;
}

/** Who calls the routes of users. */
export interface UsersTable {
  id: string;
  clerk_user_id: string | null;
  is_disabled: Generated<boolean>;
  created_at: Timestamp;
}

/** The keys that users made for themselves. */
export interface UserApiKeysTable {
  id: Generated<number>;
  user_id: string;
  name: string;
  hash: Uint8Array;
  prefix: string;
  is_active: Generated<boolean>;
  last_used_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  created_at: Timestamp;
}

/** Storages that accounts may name. */
export interface StorageProvidersTable {
  name: string;
  type: 'fs' | 's3' | 'gcs' | 'azure';
  settings: ColumnType<Readonly<Record<string, unknown>>, string, string>;
  wrapped_credentials: Buffer | null;
  wrap_nonce: Buffer | null;
  kek_version: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface StorageAccountsTable {
  id: string;
  name: string;
  access_key: string;
  /** SHA-256. */
  secret_hash: Buffer;
  is_enabled: Generated<boolean>;
  provider: string;
  secondary_providers: string[];
  directory: string;
  day_limit: number | null;
  /** What is made of every recording that it uploads. */
  derive: Generated<DerivedOnUpload[]>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** URLs that were given for objects of providers. Times are Unix seconds. */
export interface StorageUrlsTable {
  seq: ColumnType<number, never, never>;
  id: string;
  mode: 'vault' | 'native';
  is_once: boolean;
  account: string;
  provider: string;
  object_key: string;
  /** Of the call that asked for it. */
  request_id: string;
  issued_seconds: number;
  expires_seconds: number;
  used_seconds: number | null;
  revoked_seconds: number | null;
}

/** Reports that users show to whom they give the address. */
export interface SharedReportsTable {
  id: Generated<number>;
  user_id: string;
  job_id: string;
  share_hash: string;
  /** Null: until it is deleted. */
  expires_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  is_active: Generated<boolean>;
  created_at: Timestamp;
}

/** What belongs together of the video API. */
export interface EnvironmentsTable {
  /** A few lower-case letters and digits. */
  id: string;
  name: string;
  created_at: Timestamp;
}

/** What back ends call the video API with. */
export interface AccessTokensTable {
  id: string;
  environment_id: string;
  name: string;
  hash: Uint8Array;
  permissions: string[];
  created_at: Timestamp;
}

/** Public halves of the keys that sign JWTs for playback and spaces. */
export interface VideoSigningKeysTable {
  id: string;
  /** In the order of their making, here and below. */
  seq: Generated<number>;
  environment_id: string;
  /** Members of a JWK. */
  public_key: Json<Readonly<Record<string, string>>>;
  created_at: Timestamp;
}

export interface LiveStreamsTable {
  id: string;
  seq: Generated<number>;
  environment_id: string;
  /** A UUID. Whoever has it may send. */
  stream_key: string;
  status: Generated<'idle' | 'active' | 'disabled'>;
  latency_mode: 'standard' | 'reduced' | 'low';
  reconnect_window_seconds: number;
  max_duration_seconds: number;
  /** What recordings are to be like. */
  new_asset_settings: JsonOrNull<Readonly<Record<string, unknown>>>;
  passthrough: string | null;
  title: string | null;
  created_at: Timestamp;
}

export interface LivePlaybackIdsTable {
  id: string;
  seq: Generated<number>;
  live_stream_id: string;
  policy: 'public' | 'signed';
}

export interface SpacesTable {
  id: string;
  seq: Generated<number>;
  environment_id: string;
  /** There while anybody is connected. */
  active_session_id: string | null;
  passthrough: string | null;
  created_at: Timestamp;
}

export interface SpaceBroadcastsTable {
  id: string;
  seq: Generated<number>;
  space_id: string;
  live_stream_id: string;
  status: Generated<'idle' | 'active'>;
  layout: 'gallery' | 'active-speaker' | 'crop';
  /** Width and height in pixels, `1920x1080`. */
  resolution: string;
  /** Address of a picture. */
  background: string | null;
  passthrough: string | null;
  created_at: Timestamp;
}

/** Who is told of the events of an environment. */
export interface WebhooksTable {
  id: string;
  seq: Generated<number>;
  environment_id: string;
  address: string;
  is_enabled: Generated<boolean>;
  created_at: Timestamp;
}

export interface WebhookSecretsTable {
  webhook_id: string;
  seq: Generated<number>;
  wrapped_secret: Buffer;
  wrap_nonce: Buffer;
  kek_version: string;
  /** Null for the newest. */
  expires_at: Date | null;
}

/** What callbacks of a user are signed with. */
export interface UserWebhookSecretsTable {
  user_id: string;
  wrapped_secret: Buffer;
  wrap_nonce: Buffer;
  kek_version: string;
  created_at: Timestamp;
}

/** Which process runs the room of a space. */
export interface SpaceLeasesTable {
  space_id: string;
  environment_id: string;
  session_id: string;
  /** A process; empty when it let go of it. */
  holder: string;
  expires_at: Date;
}

/** Processes that host spaces. */
export interface RtcNodesTable {
  id: string;
  /** Where other processes reach it. */
  url: string;
  /** It takes spaces. */
  is_open: boolean;
  rooms: number;
  participants: number;
  max_rooms: number;
  seen_at: Timestamp;
  /** Another process could not reach it since. */
  suspected_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

/** What is recorded of live streams. */
export interface LiveRecordingsTable {
  asset_id: string;
  seq: Generated<number>;
  environment_id: string;
  live_stream_id: string;
  /** What sends to it, and of which space. */
  broadcast_id: string;
  space_id: string;
  holder: string;
  lease_ends_at: Date;
  /** A presentation without segments; null until it plays. */
  model: JsonOrNull<unknown>;
  /** Somebody wants it to end. */
  is_completed: Generated<boolean>;
  duration_seconds: ColumnType<number | null, never, number>;
  started_at: Timestamp;
  ended_at: ColumnType<Date | null, never, Date>;
}

/** Every table; migrations in `apps/server/migrations` and this list change together. */
export interface Tables {
  assets: AssetsTable;
  jobs: JobsTable;
  job_steps: JobStepsTable;
  content_keys: ContentKeysTable;
  signing_keys: SigningKeysTable;
  revocation_feed: RevocationFeedTable;
  revocations: RevocationsTable;
  playback_tokens: PlaybackTokensTable;
  playback_token_networks: PlaybackTokenNetworksTable;
  embed_tokens: EmbedTokensTable;
  image_derivatives: ImageDerivativesTable;
  callbacks: CallbacksTable;
  removals: RemovalsTable;
  callback_attempts: CallbackAttemptsTable;
  allowances: AllowancesTable;
  edge_nodes: EdgeNodesTable;
  call_counts: CallCountsTable;
  users: UsersTable;
  api_keys: UserApiKeysTable;
  storage_urls: StorageUrlsTable;
  storage_providers: StorageProvidersTable;
  storage_accounts: StorageAccountsTable;
  shared_reports: SharedReportsTable;
  environments: EnvironmentsTable;
  access_tokens: AccessTokensTable;
  video_signing_keys: VideoSigningKeysTable;
  live_streams: LiveStreamsTable;
  live_playback_ids: LivePlaybackIdsTable;
  live_recordings: LiveRecordingsTable;
  spaces: SpacesTable;
  space_broadcasts: SpaceBroadcastsTable;
  space_leases: SpaceLeasesTable;
  rtc_nodes: RtcNodesTable;
  webhooks: WebhooksTable;
  webhook_secrets: WebhookSecretsTable;
  user_webhook_secrets: UserWebhookSecretsTable;
}

export type Database = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;

/** A server on a unix socket, `host` being the socket's folder, or anywhere by name. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}
