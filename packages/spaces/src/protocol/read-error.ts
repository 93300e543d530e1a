import {
  ConnectionError,
  InternalError,
  InvalidProtocolError,
  JWTError,
  MuxError,
  PublishCustomEventError,
  PublishTrackError,
  SetDisplayNameError,
  SubscriptionError,
} from '../errors.ts';
import type { WireError } from './wire.ts';

/** Why the server does not let us in, contract §5.6. */
export function refusalOf({ type, message }: WireError): MuxError {
  if (type === 3 || type === 6) return new JWTError(message);
  if (type === 7) return new ConnectionError(message);
  return new InternalError('unknown internal error');
}

/** Why a request failed, contract §5.6. */
export function requestErrorOf({ type, message }: WireError): MuxError {
  const Failure = requestErrors[type] ?? InternalError;
  return new Failure(message);
}

const requestErrors: Readonly<Record<number, new (message: string) => MuxError>> = {
  1: PublishTrackError,
  2: MuxError,
  3: SubscriptionError,
  4: SubscriptionError,
  5: PublishCustomEventError,
  6: PublishCustomEventError,
  7: SetDisplayNameError,
  8: SetDisplayNameError,
  9: InvalidProtocolError,
};
