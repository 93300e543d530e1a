import { rawRequest } from '../../apps/server/test/fixtures/raw-request.ts';
import type { BenchObject, Peer } from './peer.ts';

/** Throws unless the peer answers a good credential with exactly these bytes, and a bad one with a refusal. */
export async function checkPeer(peer: Peer, object: BenchObject): Promise<void> {
  const base = `http://127.0.0.1:${peer.port}`;
  const good = peer.goodAddress(object);
  const answer = await rawRequest(base, good.target, { headers: good.headers ?? {} });
  if (answer.status !== 200 || !answer.body.equals(object.bytes)) {
    throw new Error(`${peer.name} answered ${answer.status} and ${answer.body.byteLength} bytes for ${object.path}`);
  }
  const bad = peer.badAddress(object);
  if (bad === null) return;
  const refusal = await rawRequest(base, bad.target, { headers: bad.headers ?? {} });
  if (refusal.status !== 403) throw new Error(`${peer.name} answered ${refusal.status} to a bad credential`);
}
