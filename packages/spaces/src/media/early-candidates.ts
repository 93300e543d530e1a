/** Adds candidates to a connection, those that came before its description once that is there. */
export class EarlyCandidates {
  readonly #connection: RTCPeerConnection;
  #waiting: RTCIceCandidateInit[] = [];

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  take(candidate: RTCIceCandidateInit): void {
    if (this.#connection.remoteDescription === null) this.#waiting.push(candidate);
    else this.#add(candidate);
  }

  /** The description is there now. */
  release(): void {
    for (const candidate of this.#waiting.splice(0)) this.#add(candidate);
  }

  #add(candidate: RTCIceCandidateInit): void {
    // One of a former description is of no use, and no harm.
    this.#connection.addIceCandidate(candidate).catch(() => undefined);
  }
}
