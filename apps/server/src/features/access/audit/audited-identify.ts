import type { Caller } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { Identify } from '../../identity/index.ts';
import { type AuditRecord, clientOf, type WriteAudit } from './audit-record.ts';
import { codeOf } from './code-of.ts';

const factsOf = ({ authType, userId, grant, actor }: Caller): Partial<AuditRecord> => ({
  kind: authType,
  sub: userId,
  kid: grant.keyId,
  token_id: grant.tokenId,
  actor,
});

/** The same, and one record of each caller who was known or refused (LynxVizion contract §8.5). Never the credential. */
export const auditedIdentify =
  (identify: Identify, write: WriteAudit): Identify =>
  async (lines, request) => {
    const facts = { event: 'identify', request_id: request.id, ...clientOf(request) } as const;
    try {
      const caller = await identify(lines, request);
      write({ ...facts, decision: 'allow', code: 'ok', ...factsOf(caller) });
      return caller;
    } catch (error) {
      if (error instanceof SluiceError) write({ ...facts, decision: 'deny', code: codeOf(error) });
      throw error;
    }
  };
