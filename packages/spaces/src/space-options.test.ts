import { afterEach, expect, test } from 'vitest';
import { SpaceOptionsError } from './errors.ts';
import { readSpaceOptions } from './space-options.ts';

const origin = 'https://page.example.com';

afterEach(() => {
  globalThis.MUX_SPACES_BACKEND_URL = undefined;
});

test('unless told, sixteen participants arrive, in layers, from the page’s own origin', () => {
  expect(readSpaceOptions({}, origin)).toEqual({
    isSimulcastAllowed: true,
    isManual: false,
    managedSubscriptions: 16,
    displayName: '',
    backendUrl: 'wss://page.example.com/pluto',
  });
});

test('the global of the page names the server, and the option more so', () => {
  globalThis.MUX_SPACES_BACKEND_URL = 'wss://global.example.com/pluto';
  expect(readSpaceOptions({}, origin).backendUrl).toBe('wss://global.example.com/pluto');
  expect(readSpaceOptions({ backendUrl: 'wss://option.example.com/x' }, origin).backendUrl).toBe(
    'wss://option.example.com/x',
  );
});

test('in manual mode nobody arrives by themselves', () => {
  expect(readSpaceOptions({ subscriptionMode: 'MANUAL' }, origin)).toMatchObject({
    isManual: true,
    managedSubscriptions: 0,
  });
});

test.each([
  { automaticParticipantLimit: 0 },
  { automaticParticipantLimit: 21 },
  { automaticParticipantLimit: 2.5 },
  { subscriptionMode: 'MANUAL', automaticParticipantLimit: 3 } as const,
  { displayName: 'x'.repeat(65) },
])('%j is refused', (options) => {
  expect(() => readSpaceOptions(options, origin)).toThrow(SpaceOptionsError);
});
