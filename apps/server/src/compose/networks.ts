import { type Cidr, parseCidr } from '@sluice/access';
import type { Config } from '../config/index.ts';
import { createSafeFetch, type SafeFetch } from '../platform/safe-fetch/create-safe-fetch.ts';

const networksOf = (texts: readonly string[]): Cidr[] => texts.flatMap((text) => parseCidr(text) ?? []);

/** Whose `X-Forwarded-*` fields are believed. */
export const trustedProxies = ({ TRUSTED_PROXIES }: Config): Cidr[] => networksOf(TRUSTED_PROXIES);

/** Calls addresses that others name: into private networks only where the deployment allows it. */
export const safeFetchOf = ({ OUTGOING_PRIVATE_NETWORKS }: Config): SafeFetch =>
  createSafeFetch(networksOf(OUTGOING_PRIVATE_NETWORKS));
