import { SubscriptionMode } from './enums.ts';
import { SpaceOptionsError } from './errors.ts';
import { displayNameBound, participantLimit } from './protocol/bounds.ts';
import { backendOf } from './protocol/connect-address.ts';

/** How to be in a space. */
export interface SpaceOptions {
  /** Sends every track as one layer. */
  readonly disableABRPublishing?: boolean;
  readonly subscriptionMode?: SubscriptionMode;
  /** In automatic mode: of how many participants tracks are received, 1 to 20; 16 unless told. */
  readonly automaticParticipantLimit?: number;
  /** The name that others see, up to 64 characters. */
  readonly displayName?: string;
  /**
   * Where the server speaks the protocol, `wss://media.example.com/pluto`. Unless told it is what the page has set as
   * `MUX_SPACES_BACKEND_URL`, else `/pluto` of the page's own origin.
   */
  readonly backendUrl?: string;
}

declare global {
  var MUX_SPACES_BACKEND_URL: string | undefined;
  var MUX_SPACES_HELIOS_URL: string | undefined;
}

/** Options with everything told. */
export interface SpaceSettings {
  readonly isSimulcastAllowed: boolean;
  readonly isManual: boolean;
  readonly managedSubscriptions: number;
  readonly displayName: string;
  readonly backendUrl: string;
}

/** @throws SpaceOptionsError for a value out of its range. */
export function readSpaceOptions(options: SpaceOptions, pageOrigin: string): SpaceSettings {
  const { subscriptionMode = SubscriptionMode.Automatic, automaticParticipantLimit, displayName = '' } = options;
  const limit = automaticParticipantLimit ?? participantLimit.usual;
  if (!Object.values(SubscriptionMode).includes(subscriptionMode)) {
    throw new SpaceOptionsError('subscriptionMode is none of SubscriptionMode.');
  }
  if (!Number.isInteger(limit) || limit < participantLimit.least || limit > participantLimit.most) {
    throw new SpaceOptionsError('automaticParticipantLimit is a whole number from 1 to 20.');
  }
  if (displayName.length > displayNameBound) throw new SpaceOptionsError('displayName has at most 64 characters.');
  const isManual = subscriptionMode === SubscriptionMode.Manual;
  if (isManual && automaticParticipantLimit !== undefined) {
    throw new SpaceOptionsError('automaticParticipantLimit is of no use in manual mode.');
  }
  return {
    isSimulcastAllowed: options.disableABRPublishing !== true,
    isManual,
    managedSubscriptions: isManual ? 0 : limit,
    displayName,
    backendUrl: options.backendUrl ?? globalThis.MUX_SPACES_BACKEND_URL ?? backendOf(pageOrigin),
  };
}
