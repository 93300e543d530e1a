/** The source cannot be processed, whoever tries. The message is a sentence that tells its owner what to do. */
export class SourceRefused extends Error {
  override readonly name = 'SourceRefused';
}
