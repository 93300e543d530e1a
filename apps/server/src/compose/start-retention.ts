import { accountOf, listAccounts, sweepRetention } from '../features/storage/index.ts';
import { every } from './asset-removal.ts';
import type { Base, Closing } from './open-base.ts';
import type { Storage } from './open-storage.ts';

const EVERY_MS = 60 * 60_000;

/** Has this process remove objects that are older than their accounts keep them. */
export function startRetention({ clock, database, log }: Base, { providers }: Storage, closings: Closing[]): void {
  const stop = new AbortController();
  const loadAccounts = async () => (await listAccounts(database)).map(accountOf);
  const parts = { loadAccounts, providers, nowMs: () => clock.nowMs(), log, signal: stop.signal };
  const report = (err: unknown): void => log.warn({ err }, 'a sweep broke off');
  closings.push(every(EVERY_MS, () => sweepRetention(parts).catch(report)));
  // Closed before the sweep is waited for.
  closings.push(async () => stop.abort());
}
