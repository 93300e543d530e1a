import { clientNetwork } from '../../../platform/client-network.ts';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import { agentFamily } from './agent-family.ts';

/**
 * One line of the audit log (edge access §21), in the names that operators read. Never a token, a signature or a whole
 * address; `sub` is what the deployment calls its viewer.
 */
export interface AuditRecord {
  readonly event: 'issue' | 'renew' | 'revoke' | 'restore' | 'media' | 'block' | 'identify' | 'storage' | 'join';
  readonly decision: 'allow' | 'deny';
  /** `ok`, or the code of the refusal. */
  readonly code: string;
  readonly request_id?: string;
  /** `hmac`, `jwt`, `opaque`, `origin`, `none` or `unknown`; of `identify` `clerk` or `api_key`. */
  readonly kind?: string;
  readonly token_id?: string | null;
  readonly sub?: string | null;
  /** Of `identify`: who acts for the user in an impersonated session. */
  readonly actor?: string | null;
  readonly asset?: string | null;
  /** Of `join`: the space, of a token that opens one. */
  readonly space?: string | null;
  readonly kid?: string | null;
  readonly path_class?: string;
  /** The /24 or /64 of the client, in hexadecimal. */
  readonly network?: string | null;
  readonly agent?: string;
  readonly reused?: boolean;
  /** For `storage`: what a URL was asked for. */
  readonly account?: string;
  readonly provider?: string;
  readonly file?: string;
  /** For `issue` and `storage`: last second of life. */
  readonly expires_at?: number;
  /** For `revoke` and `restore`, which undoes it: what of. */
  readonly type?: string;
  readonly value?: string;
  readonly reason?: string | null;
  /** Of a minute, by class of path. */
  readonly requests?: Readonly<Record<string, number>>;
  /** Requests of that minute that were refused with `rate_limited`. */
  readonly limited?: number;
  /** Of bodies, as far as they were sent. */
  readonly bytes?: number;
}

export type WriteAudit = (record: AuditRecord) => void;

/** What a record tells of the client: its network and the family of its program, not who it is. */
export const clientOf = ({ remoteAddress, headers }: Pick<HttpRequest, 'remoteAddress' | 'headers'>) => ({
  network: clientNetwork(remoteAddress),
  agent: agentFamily(headers['user-agent']),
});
