import type { Readable } from 'node:stream';
import type { Grant } from '@sluice/access';
import type { Awaitable } from './awaitable.ts';
import type { ByteRange } from './object-store.ts';
import type { Account } from './storage-account.ts';
import type { TraceContext } from './tracing.ts';

/** Who calls, on the routes of users, and how they showed it (LynxVizion contract §4). */
export interface Caller {
  readonly userId: string;
  /** Their id at the identity provider; null where an API key was shown. */
  readonly clerkUserId: string | null;
  readonly authType: 'clerk' | 'api_key';
  /** What the credential opens: decided on whatever is asked for. */
  readonly grant: Grant;
  /** Who acts for them in an impersonated session. */
  readonly actor: string | null;
}

/** What the holder of an upload grant may bring in. */
export interface UploadPermit {
  readonly grant: Grant;
  readonly provider: string;
  readonly key: string;
  readonly maxBytes: number;
}

/** Who calls, on the routes of storage accounts, and what their header fields say. */
export interface AccountCall {
  readonly account: Account;
  /** The header fields that the row names: lower-case names, decoded as UTF-8, trimmed, each sent once. */
  readonly fields: Readonly<Record<string, string>>;
  /** Where an upload grant of the account was shown instead of its credentials. */
  readonly permit?: UploadPermit;
}

/** What an access token may be used for (Mux contract §3). */
export type TokenPermission = 'video:read' | 'video:write' | 'system:read' | 'system:write';

/** Whose access token a request carries, on the routes of the video API. */
export interface TokenCaller {
  /** A UUID. */
  readonly tokenId: string;
  readonly tokenName: string;
  /** All that this caller can see and change belongs to it. */
  readonly environment: { readonly id: string; readonly name: string };
  readonly permissions: readonly string[];
}

/** What a feature sees of a request: nothing of the framework. */
export interface HttpRequest {
  readonly id: string;
  /** What work that goes on from this request belongs to. */
  readonly trace: TraceContext;
  /** `HEAD` arrives as `GET`; the rim leaves the body out. */
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** True where the client asked with `HEAD`: it gets no byte of what is answered. */
  readonly isHead: boolean;
  /** The request target exactly as received, query included. */
  readonly rawTarget: string;
  /** Path parameters as received, still percent-encoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Lower-case names; a repeated field is joined by `, ` (cookies by `; `). */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Address of the client: the socket's peer, or whom a trusted proxy speaks for (edge access §11). */
  readonly remoteAddress: string;
  /** Where a user calls. */
  readonly caller?: Caller;
  /** On routes with the permission `account` or `upload`, and nowhere else. */
  readonly accountCall?: AccountCall;
  /** What the credential opens, on routes for users, the operator, or both. */
  readonly grant?: Grant;
  /** On routes with the permission `access-token`, and nowhere else. */
  readonly accessToken?: TokenCaller;
  /** The whole body for JSON routes, bounded; empty where a route takes none. */
  readonly bodyBytes: Uint8Array;
  /** The body as it arrives, for routes that take raw bytes. */
  readonly bodyStream: AsyncIterable<Uint8Array>;
}

/** Bytes that can be served whole or in ranges, with the validators of RFC 9110 §8.8. */
export interface ByteObject {
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  /** Opaque, without quotes. */
  readonly etag: string;
  readonly lastModified?: Date;
  /** All of it, where it is in memory. */
  readonly bytes?: Uint8Array;
  readBytes(range?: ByteRange): Promise<Uint8Array>;
  /** Present where the object may be too large for memory. */
  readStream?(range?: ByteRange): Promise<Readable>;
}

export type AnswerBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string; readonly contentType?: string }
  /** `isWhole`: a range that is asked for is not looked at. */
  | { readonly kind: 'object'; readonly object: ByteObject; readonly isWhole?: boolean }
  /** Opened only when its bytes are wanted, and destroyed when its reader is gone. */
  | { readonly kind: 'stream'; readonly contentType: string; readonly open: () => Readable };

/** What a feature answers; the rim adds what every answer has. */
export interface HttpAnswer {
  readonly status: number;
  /** A field that comes several times, as `Set-Cookie` may, is a list. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body: AnswerBody;
  /** True once the right to this answer was taken back: asked again while its bytes are under way (edge access §12.4). */
  isWithdrawn?(): boolean;
  /** Called once the connection is done with this answer, with the bytes of its body that were sent. */
  onClose?(bodyBytes: number): void;
}

/**
 * Answers one route, at once where nothing has to be waited for. Refusals are thrown as `SluiceError`; `details.retryAfterSeconds` becomes `Retry-After`.
 */
export type RouteHandler = (request: HttpRequest) => Awaitable<HttpAnswer>;

/** Whose token a request of the video API carries. A route whose row does not ask for one has none: a fault of ours. */
export function requireTokenCaller({ accessToken }: HttpRequest): TokenCaller {
  if (accessToken === undefined) throw new TypeError('this handler stands behind a row without "access-token"');
  return accessToken;
}

/** Fields of an answer that nobody keeps (RFC 9111 §5.2.2.5). */
export const noStore = { 'cache-control': 'no-store' };

/** An answer with a JSON body. */
export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  status,
  headers,
  body: { kind: 'json', value },
});
