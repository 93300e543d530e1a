import { RecentEntries } from '../recent-entries.ts';

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
  /** By the text as it arrived, for each carrier whose text is encoded. */
  readonly #recent: RecentEntries<Credential>;

  /** Holds at most `maxCredentials`, two at least. */
  constructor(maxCredentials: number) {
    if (!(maxCredentials >= 2)) throw new RangeError('a memo holds two credentials or more');
    this.#recent = new RecentEntries(Math.floor(maxCredentials / 2));
  }

  /** What `read` makes of `text`, or made of it before. Malformed texts are not remembered. */
  read(carrier: string, text: string, read: (text: string) => Credential): Credential {
    const known = this.#recent.get(text);
    if (known?.carrier === carrier) return known;
    const credential = read(text);
    if (credential.ok && text.length <= maxLength) this.#recent.add(text, credential);
    return credential;
  }
}
