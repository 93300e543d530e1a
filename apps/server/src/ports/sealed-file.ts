/** A text at rest that only its writer can read, and nobody change. */
export interface SealedFile {
  /** Null where there is none, or one that was sealed with another secret or changed since. */
  read(): Promise<string | null>;
  /** Replaces what was there, whole or not at all. */
  write(text: string): Promise<void>;
}
