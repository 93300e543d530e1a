/** What `sluice explain` asks, in the words of the API. */
export interface ExplainQuestion {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly ip?: string;
  readonly at?: number;
}

interface Values {
  readonly header?: readonly string[] | undefined;
  readonly method?: string | undefined;
  readonly ip?: string | undefined;
  readonly at?: string | undefined;
}

type Parsing =
  | { readonly ok: true; readonly question: ExplainQuestion }
  | { readonly ok: false; readonly sentence: string };

/** A Unix second or a date as JavaScript reads it; null for anything else. */
function parseTime(text: string): number | null {
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : Math.floor(Date.parse(text) / 1000);
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : null;
}

function parseHeader(text: string): readonly [string, string] | null {
  const match = /^([A-Za-z0-9-]{1,64}):\s*(.*)$/.exec(text);
  return match?.[1] === undefined ? null : [match[1], match[2] ?? ''];
}

/** Reads the options of `sluice explain`. */
export function parseExplainQuestion(url: string, { header = [], method, ip, at }: Values): Parsing {
  const headers = header.map(parseHeader);
  const known = headers.filter((pair) => pair !== null);
  if (known.length < headers.length) return { ok: false, sentence: "--header takes 'Name: value'." };
  const seconds = at === undefined ? undefined : parseTime(at);
  if (seconds === null)
    return { ok: false, sentence: '--at takes a Unix second or a date such as 2026-04-24T12:00:00Z.' };
  const question = {
    url,
    ...(method === undefined ? {} : { method }),
    ...(known.length === 0 ? {} : { headers: Object.fromEntries(known) }),
    ...(ip === undefined ? {} : { ip }),
    ...(seconds === undefined ? {} : { at: seconds }),
  };
  return { ok: true, question };
}
