import type { RevocationFeed } from '../features/access/index.ts';
import type { CheckAccessToken, Identify } from '../features/identity/index.ts';
import type { IdentifyAccount, IdentifyUploader } from '../features/storage/index.ts';
import type { CountCall, HandlerTable, TellCalls } from '../http/index.ts';
import type { SocketService } from '../ports/socket.ts';
import type { Tracing } from '../ports/tracing.ts';
import type { DeliveryBase } from './delivery-base.ts';

/** A process without its doors: what it serves with, once it listens. */
export interface Node {
  readonly base: DeliveryBase;
  /** Of the rooms that its roles serve at least. */
  readonly handlers: Partial<HandlerTable>;
  readonly revocations: Pick<RevocationFeed, 'onLook' | 'stop'>;
  /** Null where no route is served whose calls are counted for all processes. */
  readonly countCall: CountCall | null;
  /** Null where it shares no counts with other processes. */
  readonly tellCalls: TellCalls | null;
  readonly identify: Identify;
  readonly identifyAccount: IdentifyAccount;
  readonly identifyUploader: IdentifyUploader;
  readonly checkAccessToken: CheckAccessToken;
  /** Null where none are served. */
  readonly sockets: SocketService | null;
  /** Takes up what it does besides answering. `url`: where it listens; empty for nowhere. */
  startWork(tracing: Tracing, url: string): Promise<void>;
  /** True as long as no asset was ever made. */
  isUntouched(): Promise<boolean>;
}
