import {
  KeyRing,
  MacKey,
  macKeyRecord,
  type ObjectUrlOrder,
  parseObjectUse,
  signObjectUse,
  verifyObjectUse,
} from '@sluice/access';
import vectors from '../../vectors/object-url.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';

const key = MacKey.fromText(vectors.secret);
const ring = new KeyRing([macKeyRecord('object-url', 'o1', key)]);

const verifying: ConformanceCase[] = vectors.cases.map(({ name, method, target, order, refused }) => ({
  name: `object URL: ${name}`,
  async run(crypto) {
    const url = parseObjectUse(method as 'GET' | 'PUT', target);
    const result = url.ok ? await verifyObjectUse(crypto, ring, url) : url;
    if (!result.ok || order === undefined) {
      expectSame(result.ok ? 'granted' : result.reason, refused);
      return;
    }
    const { actions, resource, expiresAtSeconds } = result.grant;
    const { use, store, key: objectKey } = order;
    expectSame({ actions, resource }, { actions: [use], resource: { kind: 'object', store, key: objectKey } });
    expectSame(expiresAtSeconds, order.expiresAtSeconds);
  },
}));

const signing: ConformanceCase[] = vectors.cases.flatMap(({ name, target, order }) =>
  order === undefined
    ? []
    : [
        {
          name: `object URL: our own to ${name}`,
          run: async (crypto) => expectSame(await signObjectUse(crypto, key, order as ObjectUrlOrder), target),
        },
      ],
);

export const objectUrlCases: readonly ConformanceCase[] = [...verifying, ...signing];
