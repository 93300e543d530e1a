import { type ClientFacts, type EmbedRecord, matchesAnyHost, parseHostPattern } from '@sluice/access';

/**
 * The record for a request that comes from the embed page of our own host. Who may frame that page is decided when it
 * is opened; what it asks for names our host instead of theirs, and what is made from it opens there and nowhere else.
 */
export function onOwnPage(record: EmbedRecord, client: ClientFacts, publicUrl: string): EmbedRecord {
  const own = parseHostPattern(new URL(publicUrl).hostname);
  if (record.bindings.hosts === null || own === null || !matchesAnyHost([own], client)) return record;
  return { ...record, bindings: { ...record.bindings, hosts: [own] } };
}
