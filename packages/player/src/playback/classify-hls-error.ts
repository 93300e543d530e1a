import type { ProblemCode } from './problem-code.ts';
import { type Refusal, type RefusedAnswer, readRefusal } from './read-refusal.ts';

/** The parts of an hls.js error that decide what happens next. */
export interface HlsTrouble {
  /** `networkError`, `mediaError`, `muxError`, `keySystemError`, `otherError` */
  readonly type: string;
  /** Such as `manifestParsingError`. */
  readonly details: string;
  /** hls.js has no more retries or alternatives of its own. */
  readonly isFatal: boolean;
  /** Null when no server answered. */
  readonly answer: RefusedAnswer | null;
}

export type TroubleVerdict =
  | { readonly type: 'ignore' }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'failed'; readonly trouble: 'network' | 'media' | 'other'; readonly code: ProblemCode };

/** Statuses that no repetition changes: told at once instead of after a tour through all rungs. */
const finalStatuses: ReadonlySet<number> = new Set([400, 401, 403, 429]);

/** What an hls.js error means for the viewer; most of them hls.js settles by itself. */
export function classifyHlsError(trouble: HlsTrouble): TroubleVerdict {
  const { answer } = trouble;
  if (answer !== null && (trouble.isFatal || finalStatuses.has(answer.status))) {
    const refusal = readRefusal(answer);
    if (refusal !== null && refusal.code !== 'server_error') return { type: 'refused', refusal };
  }
  return trouble.isFatal ? classifyFailure(trouble) : { type: 'ignore' };
}

function classifyFailure({ type, details, answer }: HlsTrouble): TroubleVerdict {
  if (details === 'manifestIncompatibleCodecsError') return { type: 'failed', trouble: 'other', code: 'unsupported' };
  if (/^(manifest|level)(Parsing|Empty)Error$/.test(details)) {
    return { type: 'failed', trouble: 'other', code: 'playlist_broken' };
  }
  if (type === 'networkError') {
    return { type: 'failed', trouble: 'network', code: (answer?.status ?? 0) >= 500 ? 'server_error' : 'network_lost' };
  }
  return { type: 'failed', trouble: type === 'mediaError' ? 'media' : 'other', code: 'media_broken' };
}
