/**
 * The few globals of the web platform that this package uses, typed as narrowly as it uses them.
 * Node, browsers, Workers and njs all have them; nothing of Node or of the DOM is assumed.
 */

/** An imported key; only WebCrypto looks inside. */
export interface SubtleKey {
  readonly type: string;
}

/** The part of `crypto.subtle` behind `webCrypto()`. */
export interface Subtle {
  digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer>;
  importKey(
    format: string,
    key: unknown,
    algorithm: unknown,
    isExtractable: boolean,
    usages: string[],
  ): Promise<SubtleKey>;
  sign(algorithm: unknown, key: SubtleKey, data: Uint8Array): Promise<ArrayBuffer>;
  verify(algorithm: unknown, key: SubtleKey, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
}

interface WebPlatform {
  readonly crypto?: { readonly subtle?: Subtle };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: string,
    options: { fatal: boolean; ignoreBOM: boolean },
  ) => { decode(bytes: Uint8Array): string };
}

/** `globalThis`, seen through the interfaces above. */
export const platform = globalThis as unknown as WebPlatform;
