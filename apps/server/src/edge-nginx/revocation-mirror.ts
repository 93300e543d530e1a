import type { EdgeSync } from '@sluice/contract';
import { type RevokedKind, revokedName } from '../../njs/state-files.ts';

type FeedEntry = EdgeSync['revocations']['entries'][number];
type Added = Exclude<FeedEntry, { removed: true }>;

/** What the file of something that was taken back holds: a Unix second, or nothing for always. */
export interface MirroredFile {
  readonly kind: RevokedKind;
  readonly name: string;
  /** Null: there is to be no such file. */
  readonly text: string | null;
}

/** Revocations as files: several may name the same thing, which then has one file with the latest bound. */
export interface RevocationMirror {
  /** Takes in what the feed said; gives the files that changed. */
  apply(feed: EdgeSync['revocations']): readonly MirroredFile[];
  /** Forgets what can match no living token any more; gives the files that changed. */
  dropExpired(nowSeconds: number): readonly MirroredFile[];
  /** Every file that there is to be. */
  files(): readonly MirroredFile[];
}

const kindOf = ({ type }: Added): RevokedKind => (type === 'embed' ? 'token' : type);

/** Subjects and assets are taken back up to a second, everything else for always. */
const boundOf = ({ type, before }: Added): number =>
  (type === 'subject' || type === 'asset') && before !== null ? before : Number.POSITIVE_INFINITY;

export function createRevocationMirror(sha256Hex: (text: string) => string): RevocationMirror {
  const entries = new Map<string, Added>();
  /** Entries by file, each with its id. */
  const byFile = new Map<string, Map<string, Added>>();
  const fileOf = (entry: Added): string => `${kindOf(entry)}/${revokedName(entry.value, sha256Hex)}`;

  function add(entry: Added): string {
    const file = fileOf(entry);
    entries.set(entry.id, entry);
    const others = byFile.get(file) ?? new Map<string, Added>();
    byFile.set(file, others.set(entry.id, entry));
    return file;
  }

  function remove(id: string): string[] {
    const entry = entries.get(id);
    if (entry === undefined) return [];
    entries.delete(id);
    const file = fileOf(entry);
    const others = byFile.get(file);
    others?.delete(id);
    if (others?.size === 0) byFile.delete(file);
    return [file];
  }

  function mirrored(file: string): MirroredFile {
    const [kind, name] = file.split('/') as [RevokedKind, string];
    const bounds = [...(byFile.get(file)?.values() ?? [])].map(boundOf);
    if (bounds.length === 0) return { kind, name, text: null };
    const latest = Math.max(...bounds);
    return { kind, name, text: latest === Number.POSITIVE_INFINITY ? '' : String(latest) };
  }

  const changed = (files: readonly string[]): readonly MirroredFile[] => [...new Set(files)].map(mirrored);

  return {
    apply({ entries: given, snapshot }) {
      const before = snapshot ? [...entries.keys()].flatMap(remove) : [];
      return changed([...before, ...given.flatMap((entry) => ('removed' in entry ? remove(entry.id) : [add(entry)]))]);
    },
    dropExpired(nowSeconds) {
      return changed(
        [...entries.values()].flatMap((entry) => (entry.expires_at <= nowSeconds ? remove(entry.id) : [])),
      );
    },
    files: () => [...byFile.keys()].map(mirrored),
  };
}
