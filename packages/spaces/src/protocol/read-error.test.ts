import { expect, test } from 'vitest';
import { refusalOf, requestErrorOf } from './read-error.ts';

const error = (type: number) => ({ type, message: 'why', fatal: true, retry: false, requestIds: null });

test.each([
  [3, 'JWTError', 'why'],
  [6, 'JWTError', 'why'],
  [7, 'ConnectionError', 'why'],
  [0, 'InternalError', 'unknown internal error'],
  [2, 'InternalError', 'unknown internal error'],
])('a refusal of type %i is a %s', (type, name, message) => {
  expect(refusalOf(error(type))).toMatchObject({ name, message });
});

test.each([
  [1, 'PublishTrackError'],
  [3, 'SubscriptionError'],
  [5, 'PublishCustomEventError'],
  [6, 'PublishCustomEventError'],
  [7, 'SetDisplayNameError'],
  [8, 'SetDisplayNameError'],
  [9, 'InvalidProtocolError'],
  [77, 'InternalError'],
])('a request that fails with type %i is a %s', (type, name) => {
  expect(requestErrorOf(error(type))).toMatchObject({ name, message: 'why' });
});
