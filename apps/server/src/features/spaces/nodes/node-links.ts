import { LEASE_MS, type SpaceNode } from './place-space.ts';

/** Links to other nodes, by node. */
export interface NodeLinks {
  /** `cut` is called when the node is gone without a word. The answer ends the watching. */
  watch(nodeId: string, cut: () => void): () => void;
  /** Takes one look at the table of nodes; null: it could not be read. Call it about once a second. */
  look(nodes: readonly SpaceNode[] | null): void;
  readonly size: number;
}

/** After so many looks in a row a node is gone: one look may come before the heartbeats do, where all were cut off. */
const LOOKS = 3;

/** A node that hangs, or lost the database, keeps its sockets open: whoever passes clients on to it has to let go. */
export function createNodeLinks(): NodeLinks {
  const links = new Map<string, Set<() => void>>();
  const missed = new Map<string, number>();

  function count(nodeId: string, node: SpaceNode | undefined): number {
    const looks = node !== undefined && node.ageMs <= LEASE_MS ? 0 : (missed.get(nodeId) ?? 0) + 1;
    missed.set(nodeId, looks);
    return looks;
  }

  return {
    watch(nodeId, cut) {
      const cuts = links.get(nodeId) ?? new Set();
      links.set(nodeId, cuts.add(cut));
      return () => {
        cuts.delete(cut);
        if (cuts.size === 0 && links.get(nodeId) === cuts) {
          links.delete(nodeId);
          missed.delete(nodeId);
        }
      };
    },
    look(nodes) {
      if (nodes === null) return missed.clear();
      for (const [nodeId, cuts] of links) {
        const node = nodes.find(({ id }) => id === nodeId);
        if (count(nodeId, node) >= LOOKS) for (const cut of cuts) cut();
      }
    },
    get size() {
      return [...links.values()].reduce((sum, cuts) => sum + cuts.size, 0);
    },
  };
}
