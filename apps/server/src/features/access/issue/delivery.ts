import type { IssuedToken, IssueTokenBody } from '@sluice/contract';
import type { Asset } from '../../assets/index.ts';
import { issueError } from './issue-error.ts';
import { type Planning, planToken, type TokenPlan } from './plan-token.ts';
import { playbackUrls } from './playback-urls.ts';
import { tokenCookies } from './token-cookies.ts';

/** What is to be issued, and how it is handed over once it is signed. */
export interface DeliveryPlan extends TokenPlan {
  /** `grant` may be that of a token of an equal order, which has other times. */
  readonly hand: (grant: TokenPlan['grant'], token: string) => Pick<IssuedToken, 'urls' | 'cookies'>;
}

/** By what the bytes reach the player: our own edges, or a CDN (edge access §19, `deliver_via`). */
export interface Delivery {
  readonly name: string;
  /** Throws the refusal of what cannot be delivered that way. */
  plan(asset: Asset, body: IssueTokenBody, planning: Planning): DeliveryPlan;
}

/** Delivery by our own edges. */
export const edgeDelivery = (publicUrl: string): Delivery => ({
  name: 'edge',
  plan(asset, body, planning) {
    const transport = body.transport ?? 'query';
    return {
      ...planToken(asset, body, planning),
      hand: ({ expiresAtSeconds }, token) => ({
        urls: playbackUrls(publicUrl, asset.id, token, transport),
        cookies: transport === 'cookie' ? tokenCookies(asset.id, token, expiresAtSeconds - planning.nowSeconds) : [],
      }),
    };
  },
});

/** The delivery that `body` asks for. */
export function findDelivery(
  deliveries: readonly Delivery[],
  { deliver_via: name = 'edge' }: IssueTokenBody,
): Delivery {
  const found = deliveries.find((delivery) => delivery.name === name);
  if (found !== undefined) return found;
  const names = deliveries.map((delivery) => delivery.name).join(', ');
  throw issueError('adapter_unsupported', `There is no ${name} here, only ${names}.`);
}
