import {
  decodeHex,
  embedTokenHash,
  encodeHex,
  formatEmbedToken,
  liveMediaWindow,
  liveRetentionSeconds,
  MacKey,
  signWebhook,
  userAgentFingerprint,
  verifyWebhook,
} from '@sluice/access';
import hashes from '../../vectors/edge-hashes.json' with { type: 'json' };
import live from '../../vectors/edge-live-window.json' with { type: 'json' };
import derived from '../../vectors/vylux-derived.json' with { type: 'json' };
import webhook from '../../vectors/vylux-webhook.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';

const webhooks: ConformanceCase[] = webhook.cases.map(({ name, body, header }) => ({
  name: `webhook: ${name}`,
  async run(crypto) {
    const key = MacKey.fromText(webhook.secret);
    expectSame(await signWebhook(crypto, key, body), header);
    expectSame(await verifyWebhook(crypto, key, body, header), true);
    expectSame(await verifyWebhook(crypto, key, `${body}\n`, header), false);
  },
}));

const texts: ConformanceCase[] = [...derived.fingerprints, ...derived.imageCacheKeys].map(
  ({ name, text, sha256Hex }) => ({
    name: `hash: ${name} of ${text.slice(0, 40)}…`,
    async run(crypto) {
      expectSame(encodeHex(await crypto.sha256(text)), sha256Hex);
    },
  }),
);

const prefixes: ConformanceCase = {
  name: 'hash: A12 entity tag and rate-limit id',
  async run(crypto) {
    const { etag, rateLimitId } = derived;
    expectSame(`"${encodeHex(await crypto.sha256(etag.body)).slice(0, 16)}"`, etag.etag);
    expectSame(encodeHex(await crypto.sha256(rateLimitId.apiKey)).slice(0, 16), rateLimitId.sha256HexPrefix);
  },
};

const embed: ConformanceCase = {
  name: 'embed token: form and stored hash',
  async run(crypto) {
    const { randomHex, token, sha256Hex } = hashes.embedToken;
    expectSame(formatEmbedToken(decodeHex(randomHex) ?? new Uint8Array()), token);
    expectSame(await embedTokenHash(crypto, token), sha256Hex);
  },
};

const userAgent: ConformanceCase = {
  name: 'binding: user agent',
  async run(crypto) {
    expectSame(await userAgentFingerprint(crypto, hashes.userAgent.header), hashes.userAgent.fingerprint);
  },
};

const liveWindows: ConformanceCase = {
  name: 'live: windows and retention',
  run() {
    for (const { programSeconds, retentionSeconds, epoch, notBeforeSeconds, expiresAtSeconds } of live.windows) {
      expectSame(liveMediaWindow(programSeconds, retentionSeconds), { epoch, notBeforeSeconds, expiresAtSeconds });
    }
    for (const { windowSeconds, targetDurationSeconds, retentionSeconds } of live.retentions) {
      expectSame(liveRetentionSeconds(windowSeconds, targetDurationSeconds), retentionSeconds);
    }
  },
};

export const derivedCases: readonly ConformanceCase[] = [
  ...webhooks,
  ...texts,
  prefixes,
  embed,
  userAgent,
  liveWindows,
];
