/**
 * Short messages between the processes of one deployment. A message may be lost, when a connection breaks; whoever
 * listens also asks now and then.
 */
export interface Notifications {
  /** Calls back for every message, and with `null` when some may have been missed. */
  listen(onMessage: (message: string | null) => void): void;
  stop(): Promise<void>;
}
