import { Emitter } from './emitter.ts';
import { type AcrScore, ParticipantEvent, SpaceEvent } from './enums.ts';
import { AcrError, DisconnectedError, JWTError, MuxError, WebsocketError } from './errors.ts';
import { LocalParticipant, type Outlet } from './local-participant.ts';
import { ManualSubscriptions } from './manual-subscriptions.ts';
import { watchNetwork } from './media/watch-network.ts';
import { connectAddress } from './protocol/connect-address.ts';
import { decodeToken, type TokenClaims } from './protocol/decode-token.ts';
import { delayBeforeAttemptMs } from './protocol/reconnect-plan.ts';
import type { Joined, ServerFrame } from './protocol/wire.ts';
import type { RemoteParticipant } from './remote-participant.ts';
import { RemoteParticipants } from './remote-participants.ts';
import type { RoomChange } from './room/room-change.ts';
import { applyFrame, enterRoom, type RoomState, type RoomStep } from './room/room-state.ts';
import { RoomConnection } from './room-connection.ts';
import type { AnyParticipant, SpaceEvents } from './space-events.ts';
import { readSpaceOptions, type SpaceOptions, type SpaceSettings } from './space-options.ts';
import { submitScore } from './submit-score.ts';

/**
 * A place where people see and hear each other, as the holder of one token sees it. Add listeners before `join()`: who is
 * there already arrives as `ParticipantJoined` while it runs.
 */
export class Space extends Emitter<SpaceEvents> {
  /** This person; undefined until `join()` has resolved. */
  localParticipant: LocalParticipant | undefined;
  /** Of the time in which the space is in use without a pause. */
  sessionId: string | undefined;

  readonly #token: string;
  readonly #claims: TokenClaims;
  readonly #settings: SpaceSettings;
  readonly #people: RemoteParticipants;
  readonly #subscriptions = new ManualSubscriptions((frame) => this.#connection?.send(frame));
  #connection: RoomConnection | null = null;
  #state: RoomState | null = null;
  #joining: Promise<LocalParticipant> | null = null;
  #reconnecting: AbortController | null = null;
  #displayName: string;
  #unwatch: () => void = () => undefined;

  /** Only reads the token. @throws JWTError for what is not a space token; SpaceOptionsError */
  constructor(jwt: string, options: SpaceOptions = {}) {
    super();
    this.#token = jwt;
    this.#claims = decodeToken(jwt);
    this.#settings = readSpaceOptions(options, globalThis.location?.origin ?? '');
    this.#displayName = this.#settings.displayName;
    const control = this.#settings.isManual ? this.#subscriptions : null;
    this.#people = new RemoteParticipants((event, ...given) => this.emit(event, ...given), control);
  }

  /** Everybody else, by connection id. */
  get participants(): ReadonlyMap<string, RemoteParticipant> {
    return this.#people.all;
  }

  /** Whether the space is being broadcast. */
  get broadcasting(): boolean {
    return this.#state?.broadcasting ?? false;
  }

  /**
   * Connects. @throws JWTError for a token that is not (any longer) good here, or whose participant is connected already;
   * ConnectionError when the space is full; WebsocketError when the server is not reached; InternalError
   */
  join(): Promise<LocalParticipant> {
    this.#joining ??= this.#join().catch((error: unknown) => {
      this.#joining = null;
      this.#connection?.close('leaving');
      throw error;
    });
    return this.#joining;
  }

  /** Says goodbye and gives every device back. */
  leave(): void {
    this.#reconnecting?.abort();
    this.#reconnecting = null;
    this.#unwatch();
    this.#connection?.close('leaving');
    this.#connection = null;
    this.#subscriptions.failAll(new DisconnectedError('The space was left.'));
    for (const track of this.localParticipant?.getTracks() ?? []) track.track?.stop();
    this.localParticipant?.forgetTracks();
    this.#people.clear();
    this.#state = null;
    this.#joining = null;
    this.sessionId = undefined;
  }

  /** Tells how good the call was. @throws AcrError */
  async submitAcrScore(score: AcrScore): Promise<void> {
    const local = this.localParticipant;
    if (local === undefined || this.sessionId === undefined) throw new AcrError('Join the space first.');
    const host = globalThis.MUX_SPACES_HELIOS_URL ?? new URL(this.#settings.backendUrl.replace(/^ws/, 'http')).origin;
    await submitScore(host, this.#token, {
      connection_id: local.connectionId,
      space_id: this.#claims.spaceId,
      session_id: this.sessionId,
      participant_id: local.id,
      acr_score: score,
    });
  }

  async #join(): Promise<LocalParticipant> {
    const connection = this.#connect(null);
    const joined = await connection.entered;
    const local = new LocalParticipant(
      {
        id: joined.participantId,
        connectionId: joined.connectionId,
        role: this.#claims.role,
        displayName: joined.displayName,
      },
      this.#outlet(),
    );
    this.localParticipant = local;
    this.#enter(joined);
    this.#watchPage();
    return local;
  }

  #connect(reconnect: { participantId: string; attempt: number } | null): RoomConnection {
    const { backendUrl, managedSubscriptions, isSimulcastAllowed } = this.#settings;
    const options = { token: this.#token, managedSubscriptions, displayName: this.#displayName, reconnect };
    const connection: RoomConnection = new RoomConnection(connectAddress(backendUrl, options), isSimulcastAllowed, {
      onFrame: (frame) => connection === this.#connection && this.#take(frame),
      onMedia: (tid, media) => connection === this.#connection && this.#takeMedia(tid, media),
      onLost: (final) => connection === this.#connection && this.#lose(final),
    });
    this.#connection = connection;
    return connection;
  }

  #enter(joined: Joined): void {
    this.sessionId = joined.sessionId;
    this.#step(enterRoom(this.#state, joined));
  }

  #take(frame: ServerFrame): void {
    if (this.#state === null) return;
    if (frame.kind === 'subscribed' || frame.kind === 'unsubscribed')
      this.#subscriptions.acknowledge(frame.kind, frame.successes, frame.failures);
    if (frame.kind === 'custom-event') this.#takeCustomEvent(frame);
    this.#step(applyFrame(this.#state, frame));
    if (frame.kind === 'renamed' && frame.requestId !== null) this.#connection?.requests.succeed(frame.requestId);
  }

  #takeMedia(tid: string, media: MediaStreamTrack | undefined): void {
    this.#people.takeMedia(tid, media);
    this.#subscriptions.check();
  }

  #takeCustomEvent(frame: ServerFrame & { kind: 'custom-event' }): void {
    const { requestId, payload, scope, sequenceNumber } = frame;
    if (requestId !== null) this.#connection?.requests.succeed(requestId);
    const person = this.#people.find(frame.connectionId);
    if (person === undefined) return;
    const event = { payload, scope, sequenceNumber };
    person.emit(ParticipantEvent.CustomEventPublished, event);
    this.emit(SpaceEvent.ParticipantCustomEventPublished, person, event);
  }

  #step({ state, changes }: RoomStep): void {
    this.#state = state;
    for (const change of changes) this.#apply(change);
  }

  #apply(change: RoomChange): void {
    if (change.type === 'broadcast') this.emit(SpaceEvent.BroadcastStateChanged, change.broadcasting);
    else if (change.type === 'speakers') this.#applySpeakers(change);
    else if (change.type === 'renamed' && change.connectionId === this.localParticipant?.connectionId) {
      this.#displayName = change.displayName;
      this.localParticipant.rename(change.displayName);
      this.emit(SpaceEvent.ParticipantDisplayNameChanged, this.localParticipant);
    } else this.#people.apply(change);
  }

  #applySpeakers({ speakers, started, stopped }: RoomChange & { type: 'speakers' }): void {
    const active = speakers.flatMap(({ connectionId, trackId }) => {
      const participant = this.#find(connectionId);
      return participant === undefined ? [] : [{ participant, track: participant.findTrack(trackId) }];
    });
    this.emit(SpaceEvent.ActiveSpeakersChanged, active);
    for (const id of started) this.#find(id)?.emit(ParticipantEvent.StartedSpeaking);
    for (const id of stopped) this.#find(id)?.emit(ParticipantEvent.StoppedSpeaking);
  }

  #find(connectionId: string): AnyParticipant | undefined {
    const local = this.localParticipant;
    return local?.connectionId === connectionId ? local : this.#people.find(connectionId);
  }

  #lose(final: MuxError | null): void {
    this.#unwatch();
    if (final === null) {
      // An attempt that is under way learns of it by itself.
      if (this.#reconnecting === null) void this.#reconnect();
      return;
    }
    this.leave();
    this.emit(SpaceEvent.LocalParticipantDisconnected, final);
  }

  /** Contract §5.6: at once, then every five seconds; media of the former connection plays on until the next one is in. */
  async #reconnect(): Promise<void> {
    const stop = new AbortController();
    this.#reconnecting = stop;
    this.emit(SpaceEvent.LocalParticipantReconnecting);
    const former = this.#connection;
    let failure = new MuxError('The connection could not be restored.');
    for (let attempt = 1; ; attempt += 1) {
      const delayMs = delayBeforeAttemptMs(attempt);
      if (delayMs === null || failure instanceof JWTError) break;
      await new Promise((settle) => setTimeout(settle, delayMs));
      if (stop.signal.aborted) return former?.close('coming-back');
      try {
        await this.#comeBack(attempt, former);
        this.#reconnecting = null;
        return;
      } catch (error) {
        if (stop.signal.aborted) return former?.close('coming-back');
        this.#connection?.close('coming-back');
        failure = error instanceof MuxError ? error : new WebsocketError('The connection could not be restored.');
      }
    }
    former?.close('coming-back');
    this.leave();
    this.emit(SpaceEvent.LocalParticipantReconnectFailed, failure);
  }

  async #comeBack(attempt: number, former: RoomConnection | null): Promise<void> {
    const local = this.localParticipant;
    if (local === undefined) throw new DisconnectedError('Nobody has joined.');
    const connection = this.#connect({ participantId: local.id, attempt });
    const joined = await connection.entered;
    former?.close('coming-back');
    this.#people.dropMedia();
    local.moveTo(joined.connectionId);
    this.#enter(joined);
    const tracks = local.getTracks().filter(({ track }) => track?.readyState === 'live');
    if (tracks.length > 0) await connection.publish(tracks);
    this.#watchPage();
    this.emit(SpaceEvent.LocalParticipantReconnected, local);
  }

  #outlet(): Outlet {
    const connection = () => {
      if (this.#connection === null) throw new DisconnectedError('There is no connection to the space.');
      return this.#connection;
    };
    return {
      publish: (tracks) => connection().publish(tracks),
      unpublish: (tids) => connection().unpublish(tids),
      replace: (tid, media) => connection().replace(tid, media),
      tellMuted: (tid, muted) => this.#connection?.send(muted ? { mute_track: tid } : { unmute_track: tid }),
      sendCustomEvent: (payload) =>
        connection().request((request_id) => ({
          custom_event: { id: crypto.randomUUID(), payload, scope: 1 },
          request_id,
        })),
      setDisplayName: (name) => connection().request((request_id) => ({ set_display_name: name, request_id })),
      told: (what, track) => {
        const event =
          what === 'published' ? SpaceEvent.ParticipantTrackPublished : SpaceEvent.ParticipantTrackUnpublished;
        if (this.localParticipant) this.emit(event, this.localParticipant, track);
      },
    };
  }

  /** A page that is closed says goodbye, so that nobody waits for it to come back. */
  #watchPage(): void {
    const goodbye = () => this.leave();
    addEventListener('pagehide', goodbye);
    const unwatchNetwork = watchNetwork(() => this.#connection?.restartIce());
    this.#unwatch = () => {
      removeEventListener('pagehide', goodbye);
      unwatchNetwork();
      this.#unwatch = () => undefined;
    };
  }
}
