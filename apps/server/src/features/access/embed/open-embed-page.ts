import {
  type ClientFacts,
  decideEmbed,
  type EmbedRecord,
  embedPageHeaders,
  embedTokenHash,
  encodePercent,
  isEmbedToken,
  parsePath,
} from '@sluice/access';
import { unixSeconds } from '../../../ports/clock.ts';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import type { GateParts } from '../gate-parts.ts';
import { refusalError } from '../refusal-error.ts';
import { clientFacts } from '../request-facts.ts';

/** An embed page that may be shown: of which asset, and the headers that keep it where it belongs (edge access §6). */
export interface EmbedPage {
  readonly assetId: string;
  readonly headers: Readonly<Record<string, string>>;
}

const framedAs: ReadonlySet<string | undefined> = new Set(['iframe', 'frame', 'embed', 'object']);

/** A site that tells nobody its name may still frame the page: the browser keeps to `frame-ancestors`. */
const isFramedByNobody = ({ headers }: HttpRequest, { origin, referer }: ClientFacts): boolean =>
  origin === null && referer === null && framedAs.has(headers['sec-fetch-dest']);

function decidePage(parts: GateParts, request: HttpRequest, record: EmbedRecord | null) {
  const client = clientFacts(request, parts.crypto);
  const parsed = parsePath(`/v/${encodePercent(record?.assetId ?? '')}/master.m3u8`);
  if (record === null || !parsed.ok) throw refusalError('token_invalid');
  const { clientAddress, origin, referer, userAgent } = client;
  const resource = { kind: 'path', path: parsed.path, assetId: record.assetId } as const;
  const asked = { action: 'read', resource, clientAddress, origin, referer, userAgent, entry: 'manifest' } as const;
  const bindings = isFramedByNobody(request, client) ? { ...record.bindings, hosts: null } : record.bindings;
  return decideEmbed({ ...record, bindings }, asked, unixSeconds(parts.clock), parts.revocations);
}

/**
 * Opens the page of the embed token in `request.params.token`. It is decided as the first manifest will be, so that a
 * page which nothing would play in is not shown; the play is counted with the manifest. Throws the refusal.
 */
export async function openEmbedPage(parts: GateParts, request: HttpRequest): Promise<EmbedPage> {
  const token = request.params.token ?? '';
  if (!isEmbedToken(token)) throw refusalError('token_malformed');
  const record = await parts.findEmbedRecord(embedTokenHash(parts.crypto, token)).catch(() => {
    throw refusalError('edge_stale');
  });
  const decision = decidePage(parts, request, record);
  if (!decision.ok) throw refusalError(decision.reason);
  return { assetId: record?.assetId ?? '', headers: embedPageHeaders(record?.bindings.hosts ?? null) };
}
