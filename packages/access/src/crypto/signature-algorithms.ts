/** What a public-key signature algorithm of JWS needs to know (RFC 7518 §3, RFC 8037). */
export interface SignatureAlgorithm {
  readonly keyType: 'RSA' | 'EC' | 'OKP';
  readonly curve: string | null;
  /** Length of every signature; null where it depends on the key. */
  readonly signatureBytes: number | null;
  /** JWK members that a public key has, and those that only its private key has. */
  readonly publicMembers: readonly string[];
  readonly privateMembers: readonly string[];
  /** Parameters of WebCrypto's `importKey`, and of `sign` and `verify`. */
  readonly webImport: Readonly<Record<string, string>>;
  readonly webSign: Readonly<Record<string, string>>;
}

/** The public-key algorithms we accept. Adding one is adding a row. */
export const signatureAlgorithms = {
  RS256: {
    keyType: 'RSA',
    curve: null,
    signatureBytes: null,
    publicMembers: ['n', 'e'],
    privateMembers: ['d', 'p', 'q', 'dp', 'dq', 'qi'],
    webImport: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    webSign: { name: 'RSASSA-PKCS1-v1_5' },
  },
  ES256: {
    keyType: 'EC',
    curve: 'P-256',
    signatureBytes: 64,
    publicMembers: ['x', 'y'],
    privateMembers: ['d'],
    webImport: { name: 'ECDSA', namedCurve: 'P-256' },
    webSign: { name: 'ECDSA', hash: 'SHA-256' },
  },
  EdDSA: {
    keyType: 'OKP',
    curve: 'Ed25519',
    signatureBytes: 64,
    publicMembers: ['x'],
    privateMembers: ['d'],
    webImport: { name: 'Ed25519' },
    webSign: { name: 'Ed25519' },
  },
} as const satisfies Record<string, SignatureAlgorithm>;

export type SignatureAlgorithmName = keyof typeof signatureAlgorithms;
