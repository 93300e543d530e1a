import { createHmac } from 'node:crypto';

export interface TurnSettings {
  readonly urls: readonly string[];
  /** Shared with the TURN servers. */
  readonly secret: string;
  readonly lifetimeSeconds: number;
}

/** As a browser's `RTCConfiguration` takes it. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/**
 * The servers that a browser may reach media through. Credentials follow coturn's REST scheme
 * (draft-uberti-behave-turn-rest-00 §2.2): the name begins with the second at which it expires, and the credential is the
 * HMAC-SHA1 of it.
 *
 * @param holder whom the TURN server's log may name: an id, no colon.
 */
export function iceServers(
  { urls, secret, lifetimeSeconds }: TurnSettings,
  holder: string,
  nowSeconds: number,
): IceServer[] {
  const turn = urls.filter((url) => url.startsWith('turn'));
  const stun = urls.filter((url) => url.startsWith('stun'));
  const username = `${Math.floor(nowSeconds) + lifetimeSeconds}:${holder}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return [
    ...(stun.length === 0 ? [] : [{ urls: stun }]),
    ...(turn.length === 0 ? [] : [{ urls: turn, username, credential }]),
  ];
}
