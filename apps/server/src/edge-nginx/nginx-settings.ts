/** What the configuration of nginx depends on. Paths are absolute. */
export interface NginxSettings {
  /** Everything that nginx and we write, but what stands in `stateFolder`. */
  readonly folder: string;
  /** Keys, revocations and verdicts; see `njs/state-files.ts`. */
  readonly stateFolder: string;
  /** `address:port` as nginx takes it. */
  readonly listen: string;
  readonly origin: URL;
  /** Secret that the origin shares with its edges. It stands in the configuration, which only its owner can read. */
  readonly edgeSecret: string;
  /** Account of the workers; null: the one that starts nginx. */
  readonly user: string | null;
  /** Worker processes; null: one for each core. */
  readonly workers: number | null;
  readonly cacheMaxBytes: number;
  /** Root of the origin's media store where nginx can read it; null: objects come from the origin and are kept. */
  readonly mediaFolder: string | null;
}
