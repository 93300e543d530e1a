import {
  EdgeAsset,
  EdgeContentKey,
  EdgeEmbed,
  EdgeEntitlement,
  EdgePlayCount,
  type EdgeSeen,
  EdgeSync,
} from '@sluice/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { type EdgeOrigin, syncTarget } from '../../../ports/edge-origin.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { type OriginCall, type OriginConnection, readAnswer } from './origin-connection.ts';

/** A question to the origin is answered from its database in milliseconds. */
const TIMEOUT_MS = 3000;

const unreachable = (cause: unknown): SluiceError =>
  new SluiceError('access/edge-stale', {
    status: 503,
    message: 'Access cannot be decided right now. Try again in a moment.',
    cause,
  });

/** What a person has to mend. */
const explainStatus = (status: number): Error =>
  new Error(status === 401 ? 'the origin does not know EDGE_SECRET' : `the origin answered ${status}`);

/** The origin over HTTP. `node` is the name of this edge, the same after a restart. */
export function createHttpEdgeOrigin(connection: OriginConnection, node: string): EdgeOrigin {
  async function exchange(call: Omit<OriginCall, 'timeoutMs'> & { readonly timeoutMs?: number }) {
    try {
      const answer = await connection.send({ timeoutMs: TIMEOUT_MS, ...call });
      return { status: answer.statusCode ?? 0, headers: answer.headers, text: (await readAnswer(answer)).toString() };
    } catch (error) {
      throw unreachable(error);
    }
  }

  /** Null for a 404. An answer of another form than the contract's is no answer. */
  async function ask<S extends TSchema>(
    schema: S,
    call: Omit<OriginCall, 'timeoutMs'> & { readonly timeoutMs?: number },
  ): Promise<Static<S> | null> {
    const { status, text } = await exchange(call);
    if (status === 404) return null;
    if (status !== 200) throw unreachable(explainStatus(status));
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (error) {
      throw unreachable(error);
    }
    if (Value.Check(schema, body)) return body;
    throw unreachable(new Error('the origin answered in a form that this version does not know'));
  }

  async function require<S extends TSchema>(schema: S, call: Parameters<typeof ask>[1]): Promise<Static<S>> {
    const answer = await ask(schema, call);
    if (answer === null) throw unreachable(explainStatus(404));
    return answer;
  }

  const post = (path: string, body: unknown) =>
    ({ method: 'POST', path, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) as const;

  return {
    sync: (question, signal) =>
      require(EdgeSync, {
        method: 'GET',
        path: syncTarget(question, node),
        timeoutMs: question.waitSeconds * 1000 + TIMEOUT_MS,
        signal,
        isProbe: true,
      }),
    findAsset: (id) => ask(EdgeAsset, { method: 'GET', path: `/v1/edge/assets/${encodeURIComponent(id)}` }),
    findContentKey: (assetId, kid) =>
      ask(EdgeContentKey, { method: 'GET', path: `/v1/edge/assets/${encodeURIComponent(assetId)}/keys/${kid}` }),
    findEmbed: (tokenHash) => ask(EdgeEmbed, post('/v1/edge/embeds', { token_hash: tokenHash })),
    async countPlay(embedId) {
      return (await require(EdgePlayCount, post('/v1/edge/plays', { embed_id: embedId }))).counted;
    },
    async askEntitlement(question) {
      return (await require(EdgeEntitlement, post('/v1/edge/entitlements', question))).entitlement;
    },
    async note(seen: EdgeSeen) {
      const { status } = await exchange(post('/v1/edge/seen', seen));
      if (status !== 204) throw unreachable(explainStatus(status));
    },
    async renew(renewal) {
      const { status, headers, text } = await exchange(post('/v1/edge/renewals', renewal));
      const code = headers['x-edge-deny'];
      if (status >= 500 || (status === 401 && code === 'edge_unknown')) throw unreachable(explainStatus(status));
      const kept = ['retry-after', 'x-edge-deny'].flatMap((name) => {
        const value = headers[name];
        return typeof value === 'string' ? [[name, value] as const] : [];
      });
      return {
        status,
        headers: { ...Object.fromEntries(kept), 'cache-control': 'no-store', 'content-type': 'application/json' },
        body: { kind: 'text', text },
      };
    },
  };
}
