import { limitBytes } from '../../platform/limit-bytes.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { SourceRefused } from '../source/source-refused.ts';

export interface SourcePicture {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

const tooLarge = (maxBytes: number): SourceRefused =>
  new SourceRefused(`The file is larger than the ${maxBytes} bytes that pictures may have: send a smaller one.`);

/** The whole source of a picture. Rejects with the store's errors and with `SourceRefused`. */
export async function readPicture(
  { source, settings, signal }: ProcessingContext,
  key: string,
): Promise<SourcePicture> {
  const maxBytes = settings.maxPictureBytes;
  const known = await source.head(key);
  if (known === null) {
    throw new SluiceError('storage/object-missing', { status: 404, message: 'The source object does not exist.' });
  }
  if (known.size === 0) throw new SourceRefused('The file is empty (0 bytes): upload it again, completely.');
  if (known.size > maxBytes) throw tooLarge(maxBytes);
  const { info, body } = await source.readStream(key);
  const chunks: Uint8Array[] = [];
  // The size that the store told may be wrong by the time the bytes come.
  const bounded = limitBytes(body, { maxBytes, signal, onExceeded: () => tooLarge(maxBytes) });
  for await (const chunk of bounded) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), etag: info.etag };
}
