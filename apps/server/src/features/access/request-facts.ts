import {
  type ClientFacts,
  type EmbedRequest,
  type NormalPath,
  type SyncCrypto,
  userAgentFingerprint,
} from '@sluice/access';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import { entryObjectOf } from './embed/entry-object.ts';

/** What a request tells about its client. */
export function clientFacts(
  { headers, remoteAddress }: Pick<HttpRequest, 'headers' | 'remoteAddress'>,
  crypto: SyncCrypto,
): ClientFacts {
  return {
    clientAddress: remoteAddress,
    origin: headers.origin ?? null,
    referer: headers.referer ?? null,
    /** Hashed only for a grant that binds it. */
    get userAgent() {
      const agent = headers['user-agent'];
      return agent === undefined ? null : userAgentFingerprint(crypto, agent);
    },
  };
}

/** What a request asks for and tells about its client. A class, because an object with getters costs several times as much. */
export class RequestFacts implements EmbedRequest {
  readonly action = 'read';
  readonly resource: EmbedRequest['resource'];
  readonly clientAddress: string;
  readonly origin: string | null;
  readonly referer: string | null;
  readonly #path: NormalPath;
  readonly #agent: string | undefined;
  readonly #crypto: SyncCrypto;

  constructor({ headers, remoteAddress }: HttpRequest, path: NormalPath, assetId: string, crypto: SyncCrypto) {
    this.resource = { kind: 'path', path, assetId };
    this.clientAddress = remoteAddress;
    this.origin = headers.origin ?? null;
    this.referer = headers.referer ?? null;
    this.#path = path;
    this.#agent = headers['user-agent'];
    this.#crypto = crypto;
  }

  /** Asked for an embed token only. */
  get entry() {
    return entryObjectOf(this.#path);
  }

  /** Hashed only for a grant that binds it. */
  get userAgent(): string | null {
    return this.#agent === undefined ? null : userAgentFingerprint(this.#crypto, this.#agent);
  }
}
