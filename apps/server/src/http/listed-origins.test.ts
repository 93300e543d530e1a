import { expect, it } from 'vitest';
import { listedOriginFields, listedPreflightFields } from './listed-origins.ts';

const app = 'https://app.example.com';
const origins = new Set([app]);

it('names an origin of the list, without leave for cookies', () => {
  const fields = listedOriginFields(origins, app);
  expect(fields).toMatchObject({ 'access-control-allow-origin': app, vary: 'Origin' });
  expect(fields).not.toHaveProperty('access-control-allow-credentials');
  expect(listedPreflightFields(origins, app, ['OPTIONS', 'GET'])).toMatchObject({
    'access-control-allow-origin': app,
    'access-control-allow-methods': 'OPTIONS, GET',
    'access-control-allow-headers': 'Authorization, Content-Type',
  });
});

it.each([undefined, 'null', 'https://app.example.com.evil.example', 'http://app.example.com', `${app}/`, '*'])(
  'gives %s no leave',
  (origin) => {
    expect(listedOriginFields(origins, origin)).toEqual({ vary: 'Origin' });
    expect(listedPreflightFields(origins, origin, ['GET'])).toEqual({ vary: 'Origin' });
  },
);
