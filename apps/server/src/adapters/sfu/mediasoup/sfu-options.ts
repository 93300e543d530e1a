export interface SfuOptions {
  /** The worker's program; empty: where the package's own install script puts it. */
  readonly workerFile: string;
  /** Processes that rooms are spread over, each with one port; at least 1. */
  readonly workers: number;
  /** Port of the first worker, UDP and TCP alike, the next ones follow; 0 takes any free ones. */
  readonly port: number;
  readonly listenIp: string;
  /** What browsers are told instead of the listening address, where that is behind a NAT or a wildcard; else empty. */
  readonly announcedAddress: string;
  readonly maxRooms: number;
  /** Most that one publisher may send and one subscriber is sent, bits per second. */
  readonly maxIncomingBitrate: number;
  readonly maxOutgoingBitrate: number;
}
