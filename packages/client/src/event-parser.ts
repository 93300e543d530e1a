/** One event of a stream (WHATWG HTML §9.2.6). */
export interface StreamEvent {
  /** `message` where the stream names none. */
  readonly type: string;
  readonly id: string;
  readonly data: string;
}

/** Takes an event stream's text piece by piece, wherever it is cut, and gives the events that are complete. */
export function createEventParser(): (piece: string) => readonly StreamEvent[] {
  let rest = '';
  let fields = { type: '', data: [] as string[] };
  let id = '';

  function take(line: string): StreamEvent[] {
    if (line === '') {
      const { type, data } = fields;
      fields = { type: '', data: [] };
      return data.length === 0 ? [] : [{ type: type || 'message', id, data: data.join('\n') }];
    }
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'event') fields.type = value;
    if (name === 'data') fields.data.push(value);
    if (name === 'id' && !value.includes('\0')) id = value;
    return [];
  }

  return (piece) => {
    // A CR at the end of a piece may be the first half of a line's end.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    return lines.flatMap(take);
  };
}
