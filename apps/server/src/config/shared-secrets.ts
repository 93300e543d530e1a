import { createHash } from 'node:crypto';

/** A secret and what it is for. */
export interface SecretUse {
  /** How the operator knows it. */
  readonly name: string;
  /** Secrets of one class may share a value (edge access §3). */
  readonly secretClass: string;
  readonly value: string;
}

/**
 * One sentence for every secret that serves two classes. Digests are compared, so that no message can hold a secret;
 * hexadecimal digits are the same in either case.
 */
export function sharedSecrets(uses: readonly SecretUse[]): string[] {
  const firstUse = new Map<string, SecretUse>();
  const problems: string[] = [];
  for (const use of uses) {
    const digest = createHash('sha256').update(use.value.toLowerCase()).digest('hex');
    const earlier = firstUse.get(digest);
    if (earlier === undefined) firstUse.set(digest, use);
    else if (earlier.secretClass !== use.secretClass) {
      problems.push(`${use.name} has the same value as ${earlier.name}`);
    }
  }
  return problems;
}
