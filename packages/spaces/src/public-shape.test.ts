import { expect, test } from 'vitest';
import * as spaces from './index.ts';

/** Contract §6.1. */
const promised = [
  ...['Space', 'LocalParticipant', 'RemoteParticipant', 'Track', 'LocalTrack', 'RemoteTrack'],
  ...['getUserMedia', 'getDisplayMedia', 'getLocalTracksFromMediaStream'],
  ...['SpaceEvent', 'ParticipantEvent', 'TrackEvent', 'ParticipantRole', 'ParticipantStatus', 'TrackKind'],
  ...['TrackSource', 'SubscriptionMode', 'AcrScore'],
  ...['MuxError', 'JWTError', 'InternalError', 'SpaceOptionsError', 'ConnectionError', 'DisconnectedError'],
  ...['WebsocketError', 'PublishCustomEventError', 'PublishTrackError', 'UnpublishTrackError', 'UpdateTrackError'],
  ...['SubscriptionError', 'RequestTimeoutError', 'AcrError', 'SetDisplayNameError', 'InvalidProtocolError'],
];

test('everything that the contract names is exported, and the two helpers for devices', () => {
  expect(Object.keys(spaces).sort()).toEqual([...promised, 'enumerateDevices', 'onDeviceChange'].sort());
});

test('names of events are their values', () => {
  for (const table of [spaces.SpaceEvent, spaces.ParticipantEvent, spaces.TrackEvent])
    for (const [name, value] of Object.entries(table)) expect(value).toBe(name);
});

test('every error is a MuxError under its own name, also where names are shortened', () => {
  expect(new spaces.JWTError('x')).toMatchObject({ name: 'JWTError', message: 'x' });
  expect(new spaces.JWTError('x')).toBeInstanceOf(spaces.MuxError);
});
