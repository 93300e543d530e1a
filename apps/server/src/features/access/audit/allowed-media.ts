import type { HttpRequest } from '../../../ports/http-exchange.ts';
import { kindOfGrant } from '../decided-kind.ts';
import type { Admission } from '../gate.ts';
import { type AuditRecord, clientOf, type WriteAudit } from './audit-record.ts';
import { pathClass } from './path-class.ts';

/** Written so often (edge access §21). */
const FLUSH_MS = 60_000;
/** Tokens of one minute in memory; when there are more, what was gathered is written at once. */
const MAX_TOKENS = 50_000;

/** What playback tokens were used for, gathered by token and written once a minute. */
export interface AllowedMedia {
  /** Counts an answered request. Of a token's first one in the minute it is noted whose it was. */
  count(admission: Admission, request: HttpRequest, bytes: number): void;
  /** Counts a request that was refused for being one too many. */
  countLimited(tokenId: string): void;
  flush(): void;
  start(): void;
  /** Writes what is left. */
  stop(): void;
}

interface Tally {
  facts: Pick<AuditRecord, 'kind' | 'sub' | 'asset' | 'kid' | 'network' | 'agent'> | null;
  readonly requests: Record<string, number>;
  limited: number;
  bytes: number;
}

const factsOf = ({ grant, assetId }: Admission, request: HttpRequest) => ({
  kind: kindOfGrant(grant),
  sub: grant?.subject ?? null,
  asset: assetId,
  kid: grant?.keyId ?? null,
  ...clientOf(request),
});

export function createAllowedMedia(write: WriteAudit): AllowedMedia {
  let tallies = new Map<string, Tally>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    const gathered = tallies;
    tallies = new Map();
    for (const [tokenId, { facts, requests, limited, bytes }] of gathered) {
      const told = limited === 0 ? {} : { limited };
      const head = facts === null ? ({ decision: 'deny', code: 'rate_limited' } as const) : allowed;
      write({ event: 'media', ...head, token_id: tokenId, ...facts, requests, ...told, bytes });
    }
  }

  function tallyOf(tokenId: string): Tally {
    const known = tallies.get(tokenId);
    if (known !== undefined) return known;
    if (tallies.size >= MAX_TOKENS) flush();
    const tally: Tally = { facts: null, requests: {}, limited: 0, bytes: 0 };
    tallies.set(tokenId, tally);
    return tally;
  }

  return {
    flush,
    count(admission, request, bytes) {
      const tokenId = admission.grant?.tokenId ?? null;
      if (tokenId === null) return;
      const tally = tallyOf(tokenId);
      tally.facts ??= factsOf(admission, request);
      const name = pathClass(admission.path);
      tally.requests[name] = (tally.requests[name] ?? 0) + 1;
      tally.bytes += bytes;
    },
    countLimited(tokenId) {
      tallyOf(tokenId).limited++;
    },
    start() {
      timer = setInterval(flush, FLUSH_MS);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
      flush();
    },
  };
}

const allowed = { decision: 'allow', code: 'ok' } as const;
