/** What one connection tells the server of itself, contract §5.1. */
export interface ConnectOptions {
  readonly token: string;
  /** Participants whose tracks the server sends by itself; 0 in manual mode. */
  readonly managedSubscriptions: number;
  readonly displayName: string;
  /** On a reconnect: who we were, and the how-many-th attempt this is. */
  readonly reconnect: { readonly participantId: string; readonly attempt: number } | null;
}

const sdkVersion = 'sluice-0.1.0';

/** The address of the WebSocket below `backendUrl`, such as `wss://media.example.com/pluto`. */
export function connectAddress(backendUrl: string, options: ConnectOptions): string {
  const query = new URLSearchParams({
    token: options.token,
    sdk_version: sdkVersion,
    managed_subscriptions: String(options.managedSubscriptions),
  });
  if (options.displayName !== '') query.set('display_name', options.displayName);
  if (options.reconnect !== null) {
    query.set('reconnect_id', options.reconnect.participantId);
    query.set('reconnect_attempt', String(options.reconnect.attempt));
  }
  return `${backendUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/v1?${query}`;
}

/** Where spaces are served below the origin of a page, unless the page says something else. */
export function backendOf(origin: string): string {
  return `${origin.replace(/^http/, 'ws')}/pluto`;
}
