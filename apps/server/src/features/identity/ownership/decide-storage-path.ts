import { isJobId } from './job-id.ts';

/** Where a path of a user leads. */
export type StoragePath =
  /** An object of the source store, below `users/<their id>/`; `path` is its key. */
  | { readonly ok: true; readonly kind: 'own'; readonly path: string }
  /** A file that was made of the asset of a job: whose it is, is told by the job. */
  | { readonly ok: true; readonly kind: 'result'; readonly path: string; readonly jobId: string; readonly file: string }
  /** It is not theirs, or not a path: one answer for both (LynxVizion contract §5). */
  | { readonly ok: false };

/** No store has longer keys. */
const MAX_BYTES = 1024;

const refused: StoragePath = Object.freeze({ ok: false });

const decodeOnce = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

const isPlain = (path: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
  !/[\x00-\x1f\x7f\\]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Plain as it is, and however often somebody behind us may decode it. */
function isPlainAtEveryDepth(path: string): boolean {
  for (let text = path, decoded = ''; ; text = decoded) {
    if (!isPlain(text)) return false;
    decoded = decodeOnce(text);
    if (decoded === text) return true;
  }
}

/**
 * Whether a user may name this path, and what it means: LynxVizion contract §5. A path that starts with neither `users/`
 * nor `results/` is meant below `users/<userId>/`. Escapes are no part of paths: `%41` is three characters.
 */
export function decideStoragePath(userId: string, text: string): StoragePath {
  if (Buffer.byteLength(text) > MAX_BYTES || !text.isWellFormed() || !isPlainAtEveryDepth(text)) return refused;
  if (text.startsWith('results/')) {
    const [, jobId = '', ...rest] = text.split('/');
    if (!isJobId(jobId) || rest.length === 0) return refused;
    return { ok: true, kind: 'result', path: text, jobId, file: rest.join('/') };
  }
  const own = `users/${userId}/`;
  const path = text.startsWith('users/') ? text : own + text;
  return path.startsWith(own) && Buffer.byteLength(path) <= MAX_BYTES ? { ok: true, kind: 'own', path } : refused;
}

/** The prefix of all own objects whose path starts with `text`; null where that is refused. Empty means all of them. */
export function decideStoragePrefix(userId: string, text: string): string | null {
  const isOpen = text === '' || text.endsWith('/');
  const decision = decideStoragePath(userId, isOpen ? `${text}x` : text);
  if (!decision.ok || decision.kind !== 'own') return null;
  return isOpen ? decision.path.slice(0, -1) : decision.path;
}
