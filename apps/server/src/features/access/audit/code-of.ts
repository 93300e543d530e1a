import type { SluiceError } from '../../../ports/sluice-error.ts';

/** `access/token-expired` → `token_expired`. */
export const codeOf = ({ code }: SluiceError): string => code.slice(code.indexOf('/') + 1).replaceAll('-', '_');
