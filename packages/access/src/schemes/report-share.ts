import { type Grant, unbound } from '../grant.ts';
import { exactPattern } from '../path/path-pattern.ts';

/** Characters of a share hash: some 95 bits. */
const hashLength = 16;
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The largest multiple of 62 in a byte: what lies above would make the first characters more likely. */
const fairBytes = 256 - (256 % alphabet.length);

/** Whether a text can be a share hash (LynxVizion contract §7). */
export const isShareHash = (text: string): boolean => /^[0-9A-Za-z]{16}$/.test(text);

/** A new share hash by rejection sampling. `randomBytes`: so many bytes of a cryptographic generator at each call. */
export function createShareHash(randomBytes: (count: number) => Uint8Array): string {
  let hash = '';
  while (hash.length < hashLength) {
    for (const byte of randomBytes(hashLength - hash.length)) if (byte < fairBytes) hash += alphabet[byte % 62];
  }
  return hash;
}

/** What a report is shown by, each a file below its asset. */
export type ReportFile = 'report.json' | 'bitrate.svg' | 'cover.jpg';
const files: readonly ReportFile[] = ['report.json', 'bitrate.svg', 'cover.jpg'];

/** Path of a file of a report, as it is decided on. */
export const reportFilePath = (assetId: string, file: ReportFile): string => `/v/${assetId}/${file}`;

export interface ReportShare {
  /** Id of the record: names the grant where the hash must not be. */
  readonly id: string;
  readonly assetId: string;
  readonly createdAtSeconds: number;
  /** Null never ends. */
  readonly expiresAtSeconds: number | null;
}

/** What a share hash opens: the report of one video, and nothing that plays it. */
export const reportShareGrant = ({ id, assetId, createdAtSeconds, expiresAtSeconds }: ReportShare): Grant => ({
  scheme: 'report-share',
  keyId: '',
  tokenId: `share_${id}`,
  subject: null,
  resource: {
    kind: 'paths',
    assetIds: [assetId],
    patterns: files.map((file) => exactPattern(reportFilePath(assetId, file))),
  },
  actions: ['read'],
  notBeforeSeconds: null,
  issuedAtSeconds: createdAtSeconds,
  expiresAtSeconds,
  renewableUntilSeconds: null,
  bindings: unbound,
});
