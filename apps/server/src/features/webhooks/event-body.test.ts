import { expect, it } from 'vitest';
import { eventBody } from './event-body.ts';

it('is compact, with microseconds, and the same once it was read and written again', () => {
  const body = eventBody(
    { environmentId: 'env1', type: 'video.space.idle', object: { type: 'space', id: 'S' }, data: { id: 'S', n: 1 } },
    { id: 'e', environment: { name: 'Development', id: 'env1' }, at: new Date('2023-03-28T10:40:00.123Z') },
  );
  expect(body).toBe(
    '{"type":"video.space.idle","object":{"type":"space","id":"S"},"id":"e","environment":{"name":"Development","id":"env1"},"data":{"id":"S","n":1},"created_at":"2023-03-28T10:40:00.123000Z","attempts":[],"request_id":null,"accessor":null,"accessor_source":null}',
  );
  expect(JSON.stringify(JSON.parse(body))).toBe(body);
});
