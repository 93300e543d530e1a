import { looksLikeToken } from '../../../platform/looks-like-token.ts';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { type AuditRecord, clientOf, type WriteAudit } from './audit-record.ts';
import { codeOf } from './code-of.ts';
import { unsignedReasons } from './denied-media.ts';
import { tokenClaims } from './token-claims.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What was asked and what was answered; `answer` is empty for a refusal. */
interface Told {
  readonly body: Fields;
  readonly params: HttpRequest['params'];
  readonly headers: HttpRequest['headers'];
  readonly answer: Fields;
  readonly code: string;
}

type Facts = Omit<AuditRecord, 'decision' | 'code'>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text fit for a record: not what somebody put a token into by mistake. */
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= 256 && !looksLikeToken(value) ? value : null;

const revoked = (type: string, value: unknown, reason: unknown = null): Facts => ({
  event: 'revoke',
  type,
  value: textOf(value) ?? '',
  reason: textOf(reason),
});

/** The claims of the new token, or of the old one where its signature was good. */
function renewed({ answer, body, headers, code }: Told): Facts {
  const shown = headers['edge-token'] ?? body.token;
  const token = answer.token ?? (unsignedReasons.has(code) ? undefined : shown);
  return { event: 'renew', ...(typeof token === 'string' ? tokenClaims(token) : {}) };
}

function renewedForEdge(told: Told): Facts {
  const { client_address: address, user_agent: agent } = told.body;
  const headers = typeof agent === 'string' ? { 'user-agent': agent } : {};
  return { ...renewed(told), ...clientOf({ remoteAddress: typeof address === 'string' ? address : '', headers }) };
}

const issued = ({ answer, body }: Told): Facts => ({
  event: 'issue',
  kind: textOf(answer.kind) ?? textOf(body.kind) ?? 'hmac',
  token_id: textOf(answer.token_id),
  sub: textOf(body.subject),
  asset: textOf(body.asset_id),
  kid: typeof answer.token === 'string' ? (tokenClaims(answer.token).kid ?? null) : null,
  ...(typeof answer.reused === 'boolean' ? { reused: answer.reused } : {}),
  ...(typeof answer.expires_at === 'number' ? { expires_at: answer.expires_at } : {}),
});

/** By route: what a call of it means to the audit; null where it means nothing. */
const meanings: Readonly<Record<string, (told: Told) => Facts | null>> = {
  issuePlaybackToken: issued,
  createEmbedToken: (told) => ({ ...issued(told), kind: 'opaque', token_id: textOf(told.answer.id) }),
  renewPlaybackToken: renewed,
  renewForEdge: renewedForEdge,
  revokePlaybackToken: ({ params }) => revoked('token', params.id),
  deleteEmbedToken: ({ params }) => revoked('embed', params.id),
  createRevocation: ({ body }) => revoked(textOf(body.type) ?? '', body.value, body.reason),
  deleteRevocation: ({ params }) => ({ ...revoked('revocation', params.id), event: 'restore' }),
  changeSigningKey: ({ body, params }) => (body.state === 'revoked' ? revoked('key', params.kid) : null),
  changeEmbedToken({ body, params }) {
    if (typeof body.is_active !== 'boolean') return null;
    return { ...revoked('embed', params.id), event: body.is_active ? 'restore' : 'revoke' };
  },
};

function bodyOf({ bodyBytes }: HttpRequest): Fields {
  try {
    const body: unknown = JSON.parse(Buffer.from(bodyBytes).toString('utf8'));
    return isFields(body) ? body : {};
  } catch {
    return {};
  }
}

const answerOf = ({ body }: HttpAnswer): Fields => (body.kind === 'json' && isFields(body.value) ? body.value : {});

/** The same handlers, each call of which leaves one record: of what was given, renewed or taken back, or why not. */
export function auditedHandlers<Handlers extends Readonly<Record<string, RouteHandler>>>(
  write: WriteAudit,
  handlers: Handlers,
): Handlers {
  const audited = Object.entries(handlers).map(([id, handle]): [string, RouteHandler] => {
    const tell = meanings[id];
    if (tell === undefined) return [id, handle];
    const note = (request: HttpRequest, answer: Fields, decision: AuditRecord['decision'], code: string): void => {
      const { id: requestId, params, headers } = request;
      const facts = tell({ body: bodyOf(request), params, headers, answer, code });
      if (facts !== null) write({ decision, code, request_id: requestId, ...clientOf(request), ...facts });
    };
    return [
      id,
      async (request) => {
        try {
          const answer = await handle(request);
          note(request, answerOf(answer), 'allow', 'ok');
          return answer;
        } catch (error) {
          if (error instanceof SluiceError && error.status < 500) note(request, {}, 'deny', codeOf(error));
          throw error;
        }
      },
    ];
  });
  return Object.fromEntries(audited) as Handlers;
}
