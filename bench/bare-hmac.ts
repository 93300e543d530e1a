import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Contender } from './alternating-rounds.ts';

/** One HMAC over the body of a usual edge token, compared in constant time: what any check of a signature costs at least. */
export function bareHmac(secret: Uint8Array): Contender {
  const key: KeyObject = createSecretKey(secret);
  const body = 'v=1~kid=k1~st=1777032108~exp=1777035708~acl=/v/9f86d081/*~id=tk_01HZX3Q8~aud=9f86d081~sub=vw_7c1e';
  const mac = createHmac('sha256', key).update(body).digest();
  return {
    name: 'bare node:crypto HMAC-SHA256',
    run() {
      if (!timingSafeEqual(createHmac('sha256', key).update(body).digest(), mac)) throw new Error('refused');
    },
  };
}
