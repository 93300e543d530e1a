/** One object of the benchmark. */
export interface BenchObject {
  /** Below the asset's folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Where an object is, with whatever opens it. */
export interface Address {
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that is measured. */
export interface Peer {
  readonly name: string;
  readonly port: number;
  /** All processes that work on a request now, and those that have started them. */
  pids(): readonly number[];
  goodAddress(object: BenchObject): Address;
  /** The same with a credential that must be refused; null for a peer that checks none. */
  badAddress(object: BenchObject): Address | null;
  stop(): Promise<void>;
}

/** The film that all peers serve, and what they need to serve it. */
export interface Film {
  readonly assetId: string;
  readonly token: string;
  readonly objects: readonly BenchObject[];
  /** Root of the media store, for peers that read its files. */
  readonly mediaFolder: string;
  /** The asset's folder as URL path below the root: `/videos/be/bench`. */
  readonly folderPath: string;
}

export const withQuery = (path: string, token: string): string => `${path}?et=${encodeURIComponent(token)}`;

/** A token whose signature is wrong in its first place. */
export const spoiled = (token: string): string =>
  token.replace(/~sig=(.)/, (_whole, first: string) => `~sig=${first === 'A' ? 'B' : 'A'}`);

export const portOf = (url: string): number => Number(new URL(url).port);
