import type { Readable } from 'node:stream';
import type { MediaTool, ToolRun } from '../../ports/media-tool.ts';

/** What a run printed, at most `maxBytes` of it; the rest is read and dropped. Rejects as the run does. */
export async function readOutput(media: MediaTool, run: ToolRun, maxBytes: number): Promise<Buffer> {
  const running = media.start(run);
  const [bytes] = await Promise.all([readAtMost(running.stdout, maxBytes), running.done]);
  return bytes;
}

async function readAtMost(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    if (size < maxBytes) chunks.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
  }
  return Buffer.concat(chunks);
}
