import { type ClientRequestArgs, Agent as HttpAgent, type AgentOptions as HttpOptions } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';

/** Connections that are kept open, for URLs of either protocol. */
export interface PatientAgents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

type Told = (error: Error | null, socket: Duplex) => void;

const KEPT: HttpOptions = { keepAlive: true, maxFreeSockets: 64 };

/** Node.js would wait for minutes where nobody answers, as behind a firewall that drops what it does not like. */
function endUnless<T extends Duplex | null | undefined>(socket: T, event: 'connect' | 'secureConnect', ms: number): T {
  const late = (): Error => Object.assign(new Error(`no connection within ${ms / 1000} s`), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => socket?.destroy(late()), ms);
  const stop = (): void => clearTimeout(timer);
  socket?.once(event, stop).once('close', stop);
  return socket;
}

/** Agents whose connections, with their TLS handshake, are made within `connectMs` or fail with `ETIMEDOUT`. */
export function createPatientAgents(connectMs: number): PatientAgents {
  class PatientHttpAgent extends HttpAgent {
    override createConnection(options: ClientRequestArgs, told?: Told) {
      return endUnless(super.createConnection(options, told), 'connect', connectMs);
    }
  }
  class PatientHttpsAgent extends HttpsAgent {
    override createConnection(options: RequestOptions, told?: Told) {
      return endUnless(super.createConnection(options, told), 'secureConnect', connectMs);
    }
  }
  return { http: new PatientHttpAgent(KEPT), https: new PatientHttpsAgent(KEPT) };
}
