/** Base of all errors of this package. */
export class MuxError extends Error {
  override readonly name: string = 'MuxError';
}

/** The token is not valid here, has expired, or its participant is connected already. */
export class JWTError extends MuxError {
  override readonly name = 'JWTError';
}
export class InternalError extends MuxError {
  override readonly name = 'InternalError';
}
/** An option of `new Space` is out of its range. */
export class SpaceOptionsError extends MuxError {
  override readonly name = 'SpaceOptionsError';
}
/** The server has no place for another participant. */
export class ConnectionError extends MuxError {
  override readonly name = 'ConnectionError';
}
/** There is no connection: not joined, left, or lost. */
export class DisconnectedError extends MuxError {
  override readonly name = 'DisconnectedError';
}
/** The server could not be reached, or its connection broke before it had let us in. */
export class WebsocketError extends MuxError {
  override readonly name = 'WebsocketError';
}
export class PublishCustomEventError extends MuxError {
  override readonly name = 'PublishCustomEventError';
}
export class PublishTrackError extends MuxError {
  override readonly name = 'PublishTrackError';
}
export class UnpublishTrackError extends MuxError {
  override readonly name = 'UnpublishTrackError';
}
export class UpdateTrackError extends MuxError {
  override readonly name = 'UpdateTrackError';
}
export class SubscriptionError extends MuxError {
  override readonly name = 'SubscriptionError';
}
/** The server did not answer within 30 seconds. */
export class RequestTimeoutError extends MuxError {
  override readonly name = 'RequestTimeoutError';
}
/** The score could not be submitted. */
export class AcrError extends MuxError {
  override readonly name = 'AcrError';
}
export class SetDisplayNameError extends MuxError {
  override readonly name = 'SetDisplayNameError';
}
/** The server does not speak this version of the protocol. */
export class InvalidProtocolError extends MuxError {
  override readonly name = 'InvalidProtocolError';
}
