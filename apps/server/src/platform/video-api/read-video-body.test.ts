import { SpaceBody } from '@sluice/contract';
import { describe, expect, it } from 'vitest';
import { isSluiceError } from '../../ports/sluice-error.ts';
import { readVideoBody } from './read-video-body.ts';

const read = (text: string) => readVideoBody(SpaceBody, new TextEncoder().encode(text));

function messagesOf(text: string): unknown {
  try {
    read(text);
  } catch (error) {
    if (isSluiceError(error) && error.status === 400) return error.details.messages;
    throw error;
  }
  return null;
}

describe('a body of the video API', () => {
  it.each([
    ['', {}],
    ['{}', {}],
    ['{"type":"server","more":1}', { type: 'server', more: 1 }],
  ])('may be %j', (text, body) => expect(read(text)).toEqual(body));

  it.each(['[]', '1', 'null', '{', '"a"'])('is not %s', (text) => {
    expect(messagesOf(text)).toEqual(['The body must be a JSON object.']);
  });

  it('is told everything that is wrong with it, member by member', () => {
    expect(messagesOf('{"broadcasts":[{}]}')).toEqual(['broadcasts.0.live_stream_id is required']);
    expect(messagesOf('{"type":"client","passthrough":1}')).toEqual([
      expect.stringMatching(/^type /),
      expect.stringMatching(/^passthrough /),
    ]);
  });
});
