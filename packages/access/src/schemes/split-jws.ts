import { decodeBase64url } from '../bytes/base64url.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import type { parseJsonObject } from '../parse-json-object.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** What the three parts of a compact JWS (RFC 7515 §3.1) say; nothing of it is checked. */
export interface JwsParts {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** Header and payload as received: what the signature covers. */
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

/** Null for anything but three parts of base64url, of which two are objects to `parseObject`, in `maxLength` characters. */
export function splitJws(token: string, maxLength: number, parseObject: typeof parseJsonObject): JwsParts | null {
  const parts = token.length > maxLength ? [] : token.split('.', 4);
  const [headerText = '', claimsText = '', signatureText = ''] = parts;
  const [header, claims] = [headerText, claimsText].map((text) => {
    const bytes = decodeBase64url(text);
    return bytes === null ? null : parseObject(decodeUtf8(bytes));
  });
  const signature = decodeBase64url(signatureText);
  if (parts.length !== 3 || !header || !claims || signature === null) return null;
  return { header, claims, signingInput: `${headerText}.${claimsText}`, signature };
}
