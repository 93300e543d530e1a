import { encodePercent } from '@sluice/access';
import { formatMpd, mpd } from '@sluice/media';
import type { HttpAnswer } from '../../ports/http-exchange.ts';
import { type Admission, refusalError } from '../access/index.ts';
import { cacheHeaders } from './cache-policy.ts';
import { cbcsPresentation } from './cbcs-form.ts';
import { madeObject } from './made-object.ts';
import { documentedKeyPath } from './playlist-rewrite.ts';
import { type ChildTokenMaker, carriagePrefix, tokenCarriage } from './token-carriage.ts';

export interface DashParts {
  readonly makeChildToken: ChildTokenMaker;
  /** Absolute: players resolve a licence address against the page that they are in, not against the manifest. */
  readonly licenceHost: () => string;
}

/**
 * The DASH manifest. Template URLs lose a query, so a token in path or query becomes a `BaseURL` in path form that
 * everything below inherits (edge access §15.4).
 */
export async function answerDash(parts: DashParts, admission: Admission): Promise<HttpAnswer> {
  const { assetId, asset } = admission;
  const stored = asset?.presentation ?? null;
  if (stored === null) throw refusalError('not_found');
  const presentation = stored.encryption === null ? stored : cbcsPresentation(stored);
  const form = stored.encryption?.scheme === 'aes-128' ? 'cbcs/' : '';
  const prefix = carriagePrefix(tokenCarriage(admission, parts.makeChildToken));
  const baseUrl = prefix === '' ? form : `${prefix}/v/${encodePercent(assetId)}/${form}`;
  const manifest = mpd(presentation, {
    ...(baseUrl === '' ? {} : { baseUrl }),
    ...(stored.encryption === null ? {} : { licenseUrl: parts.licenceHost() + documentedKeyPath(assetId) }),
  });
  return {
    status: 200,
    headers: cacheHeaders(admission, prefix === '' ? 'playlist' : 'rewritten'),
    body: { kind: 'object', object: madeObject(formatMpd(manifest), 'application/dash+xml') },
  };
}
