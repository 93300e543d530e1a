/** The longest text that is worth remembering, escapes included; a usual token has a few hundred characters. */
const maxLength = 4096;

/** What a text was read as, and where it rode. */
interface ReadText {
  readonly ok: boolean;
  readonly carrier?: string;
}

/**
 * Remembers what a carrier was read as, because a player shows the same token with every segment and decoding it costs
 * more than looking it up. Nothing here is verified, and reading has no other outcome the second time.
 */
export class CredentialMemo<Credential extends ReadText> {
  readonly #maxRecent: number;
  /** By the text as it arrived, for each carrier whose text is encoded. When full it becomes the older half. */
  #recent = new Map<string, Credential>();
  #older = new Map<string, Credential>();

  /** Holds at most `maxCredentials`, two at least. */
  constructor(maxCredentials: number) {
    if (!(maxCredentials >= 2)) throw new RangeError('a memo holds two credentials or more');
    this.#maxRecent = Math.floor(maxCredentials / 2);
  }

  /** What `read` makes of `text`, or made of it before. Malformed texts are not remembered. */
  read(carrier: string, text: string, read: (text: string) => Credential): Credential {
    const recent = this.#recent.get(text);
    if (recent?.ok === true && recent.carrier === carrier) return recent;
    const older = this.#older.get(text);
    const credential = older?.ok === true && older.carrier === carrier ? older : read(text);
    if (credential.ok && text.length <= maxLength) this.#keep(text, credential);
    return credential;
  }

  #keep(text: string, credential: Credential): void {
    if (this.#recent.size >= this.#maxRecent) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(text, credential);
  }
}
