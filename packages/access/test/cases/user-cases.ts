import {
  apiKeyHash,
  encodeHex,
  type Jwk,
  type KeyRecord,
  PublicKey,
  parseUserJwt,
  verifyUserJwt,
} from '@sluice/access';
import apiKeys from '../../vectors/api-key.json' with { type: 'json' };
import jwt from '../../vectors/user-jwt.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';

const hashes: ConformanceCase[] = apiKeys.keys.map(({ key, sha256, prefix }) => ({
  name: `API key: hash of ${prefix}`,
  run: async (crypto) => expectSame(encodeHex(await apiKeyHash(crypto, key)), sha256),
}));

const [jwk = { kid: '' }] = jwt.keySet.keys;
const record: KeyRecord = {
  keyClass: 'user-jwt',
  kid: jwk.kid,
  state: 'active',
  verifyKey: new PublicKey('RS256', jwk as Jwk),
  signKey: null,
};

const decisions: ConformanceCase[] = jwt.decisions.map((decision) => ({
  name: `user JWT: ${decision.name}`,
  async run(crypto) {
    const { nowSeconds, authorizedParties, issuer = jwt.issuer } = decision;
    const rules = { issuer, authorizedParties, audiences: [], clockSkewSeconds: 5 };
    const parsed = parseUserJwt(jwt.token);
    if (!parsed.ok) return expectSame(parsed.reason, decision.refused);
    const result = await verifyUserJwt(crypto, parsed, record, rules, nowSeconds);
    expectSame(result.ok ? result.subject : result.reason, decision.refused ?? jwt.subject);
  },
}));

export const userCases: readonly ConformanceCase[] = [...hashes, ...decisions];
