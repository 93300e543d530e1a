const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 8192;

/** Bytes of the head in `text`; throws unless it is a 200 that announces exactly `bodyBytes`. */
function checkHead(head: string, bodyBytes: number): void {
  if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`answered ${head.slice(0, head.indexOf('\r'))}`);
  const length = /^content-length: *(\d+)\r?$/im.exec(head)?.[1];
  if (length !== String(bodyBytes)) throw new Error(`announced ${length} bytes instead of ${bodyBytes}`);
}

/**
 * Reads the answers of one kept connection, one after the other. The function takes what has arrived and tells whether
 * an answer is complete; it throws for any other answer than a 200 with `bodyBytes`.
 */
export function createAnswerReader(bodyBytes: number): (chunk: Uint8Array) => boolean {
  let head = '';
  let missingBytes = -1;
  return (chunk) => {
    let received = chunk.byteLength;
    if (missingBytes < 0) {
      const before = head.length;
      head += Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(received, MAX_HEAD_BYTES)).toString('latin1');
      const end = head.indexOf(HEAD_END);
      if (end < 0) {
        if (head.length > MAX_HEAD_BYTES) throw new Error('the head has no end');
        return false;
      }
      checkHead(head.slice(0, end), bodyBytes);
      received -= end + HEAD_END.length - before;
      head = '';
      missingBytes = bodyBytes;
    }
    missingBytes -= received;
    if (missingBytes < 0) throw new Error('more came than was announced');
    if (missingBytes > 0) return false;
    missingBytes = -1;
    return true;
  };
}
