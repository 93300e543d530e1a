import type { RevocationFeed } from '../features/access/index.ts';
import type { HandlerTable } from '../http/index.ts';
import type { DeliveryBase } from './delivery-base.ts';

/** A process without its doors: what it serves with, once it listens. */
export interface Node {
  readonly base: DeliveryBase;
  /** Of the rooms that its roles serve at least. */
  readonly handlers: Partial<HandlerTable>;
  readonly revocations: Pick<RevocationFeed, 'onLook' | 'stop'>;
  /** Takes up what it does besides answering. */
  startWork(): Promise<void>;
  /** True as long as no asset was ever made. */
  isUntouched(): Promise<boolean>;
}
