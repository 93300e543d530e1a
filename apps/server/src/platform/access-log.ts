import { pino } from 'pino';

/** Lines wait for each other up to so many, */
const MAX_LINES = 128;
/** and no longer than this. */
const MAX_WAIT_MS = 100;

/** One answered request. Nothing in it may be a credential: nothing is taken out here. */
export interface AccessRecord {
  readonly requestId: string;
  readonly trace_id: string;
  readonly method: string;
  /** Masked. */
  readonly target: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly client: string;
}

/** Writes a line for each answered request. */
export interface AccessLog {
  write(record: AccessRecord): void;
  /** Writes what is left. */
  stop(): void;
}

/**
 * Lines like those of the log, gathered and handed to `writeText` many at a time: a call of the system for each would
 * cost more than answering from memory does. They are written before the process ends, unless it is killed.
 */
export function createAccessLog(writeText: (text: string) => void = standardOutput()): AccessLog {
  let text = '';
  let lines = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (lines === 0) return;
    const gathered = text;
    text = '';
    lines = 0;
    writeText(gathered);
  }

  function gather(line: string): void {
    text += line;
    lines++;
    if (lines >= MAX_LINES) flush();
    else timer ??= setTimeout(flush, MAX_WAIT_MS).unref();
  }

  const log = pino({ base: null }, { write: gather });
  process.on('exit', flush);
  return {
    write: (record) => log.info(record, 'request'),
    stop() {
      process.off('exit', flush);
      flush();
    },
  };
}

function standardOutput(): (text: string) => void {
  const destination = pino.destination({ dest: 1, sync: true });
  return (text) => destination.write(text);
}
