import type { TSchema } from 'typebox';

/**
 * How a route writes its errors. `media`: `{"message"}`, `text`: plain text, `edge`: `{"error":{code,message,request_id}}`,
 * `problem`: RFC 9457, `identity`: `{"detail"}` (LynxVizion contract §6), `vault`: `{httpStatusCode,applicationStatusCode,
 * entityStatusCode,message}` (Kerberos Vault contract §4.3), `video`: `{"error":{type,messages}}` (Mux contract
 * §3).
 */
export type ErrorFamily = 'media' | 'text' | 'edge' | 'problem' | 'identity' | 'vault' | 'video';

/**
 * Who may call. `open`: anyone. `api-key`: header `X-API-Key`. `key-token`: `Authorization: Bearer`, Vylux contract §6.3.
 * `signature`: signed by the back end in the path, Vylux contract §4.
 * `link`: the unguessable id of a job of a user in the path (LynxVizion contract §7), or the gate where a deployment
 * wants that; `link-or-user`: the same in the query, and without one as for `user`.
 * `share`: the hash of a shared report in the path, which opens that report and nothing that plays.
 * `gate`: the asset's policy, then a playback credential (edge access §9); every route that gives media bytes.
 * `proxy`: header `X-Edge-Proxy-Secret` of a proxy that serves the bytes itself (edge access §20).
 * `edge`: `Authorization: Bearer EDGE_SECRET` of an edge of this deployment, which runs the gate itself.
 * `user`: `Authorization` with an API key of a user or a JWT of the identity provider (LynxVizion contract §1).
 * `account`: headers `X-Kerberos-Storage-AccessKey` and `-SecretAccessKey` of a storage account (Kerberos Vault contract §3).
 * `upload`: those headers, or `Authorization: Bearer` with an upload grant.
 * `webhook`: signed by the identity provider over the body, its timestamp and its id (Standard Webhooks).
 * `api-key-or-user`: `X-API-Key` where there is one, as for `api-key`; otherwise `Authorization` as for `user`, and then
 * what belongs to that user alone.
 * `access-token`: `Authorization: Basic` with id and secret of an access token of an environment (Mux contract §3).
 * `playback-id`: one in the path, with a JWT in `token` where it asks for one, both checked by the handler (§7.3 there).
 * `space-token`: a JWT for a space in the path, which the handler checks (Mux contract §7.4).
 */
export type Permission =
  | 'open'
  | 'api-key'
  | 'user'
  | 'access-token'
  | 'space-token'
  | 'playback-id'
  | 'account'
  | 'upload'
  | 'api-key-or-user'
  | 'webhook'
  | 'key-token'
  | 'signature'
  | 'link'
  | 'link-or-user'
  | 'share'
  | 'gate'
  | 'proxy'
  | 'edge';

/**
 * Which permission of an access token a route needs: `GET` that to read, every other method that to write; `any` takes
 * every token.
 */
export type TokenScope = 'video' | 'system' | 'any';

/**
 * The parts that a process may serve: management API, delivery to viewers, pictures and objects that the back end signed
 * (these need the source store, which not every edge has). Health is served by every role.
 */
export type Room = 'api' | 'delivery' | 'images' | 'health';

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly schema: TSchema;
  readonly about: string;
  /** Of a header of a row with permission `account`: refused without it, before anybody looks at the credentials. */
  readonly isRequired?: true;
}

export interface Body {
  readonly contentType: string;
  /** Absent for raw bytes. */
  readonly schema?: TSchema;
  /** Of a JSON body; a mebibyte where absent. */
  readonly maxBytes?: number;
}

export interface Answer {
  readonly about: string;
  readonly contentType?: string;
  readonly schema?: TSchema;
}

/**
 * Who may call, room by room. Whatever is delivered passes the gate, or is a key that has its own token; an open route
 * of that room has to say that it holds nothing of any asset. So a media route without the gate does not compile.
 */
type Access =
  | { readonly room: 'delivery'; readonly permission: 'gate' | 'key-token' }
  | { readonly room: 'delivery'; readonly permission: 'open' | 'proxy'; readonly holdsNoMedia: true }
  | { readonly room: 'images'; readonly permission: 'signature' | 'link' | 'link-or-user' }
  | { readonly room: 'images'; readonly permission: 'open'; readonly holdsNoMedia: true }
  | {
      readonly room: 'api';
      readonly permission:
        | 'share'
        | 'open'
        | 'api-key'
        | 'edge'
        | 'user'
        | 'api-key-or-user'
        | 'webhook'
        | 'account'
        | 'upload'
        | 'space-token'
        | 'playback-id';
    }
  | { readonly room: 'api'; readonly permission: 'access-token'; readonly scope: TokenScope }
  | { readonly room: 'health'; readonly permission: 'open' };

/** One row of the route table. A `GET` row answers `HEAD` as well, unless it says otherwise. */
export type Route = RouteForm & Access;

interface RouteForm {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** `{name}` takes one segment, `{name+}` the rest of the path. */
  readonly path: string;
  /** Of a `GET` row whose contract has no `HEAD`. */
  readonly answersHead?: false;
  readonly family: ErrorFamily;
  /**
   * Answers browsers of other origins, preflight included; `with-cookies` also those that send cookies along, `listed`
   * only those of the sites that the deployment names; `uploads` also to the header fields of tus 1.0.
   */
  readonly cors: boolean | 'with-cookies' | 'listed' | 'uploads';
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly body?: Body;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Statuses of refusals, each with the texts or codes that tell them apart. */
  readonly errors: Readonly<Record<number, string>>;
}
