import { catCases } from './cases/cat-cases.ts';
import { cdniCases } from './cases/cdni-cases.ts';
import { derivedCases } from './cases/derived-cases.ts';
import { edgeJwtCases } from './cases/edge-jwt-cases.ts';
import { edgeTokenCases } from './cases/edge-token-cases.ts';
import { jwsCases } from './cases/jws-cases.ts';
import { keyTokenCases } from './cases/key-token-cases.ts';
import { objectUrlCases } from './cases/object-url-cases.ts';
import { signedUrlCases } from './cases/signed-url-cases.ts';
import { userCases } from './cases/user-cases.ts';
import { vaultUrlCases } from './cases/vault-url-cases.ts';
import type { ConformanceCase } from './conformance-case.ts';

/** Every vector as a check that any engine, in any runtime, has to pass. */
export const conformanceSuite: readonly ConformanceCase[] = [
  ...signedUrlCases,
  ...objectUrlCases,
  ...keyTokenCases,
  ...edgeTokenCases,
  ...edgeJwtCases,
  ...jwsCases,
  ...derivedCases,
  ...cdniCases,
  ...catCases,
  ...userCases,
  ...vaultUrlCases,
];
