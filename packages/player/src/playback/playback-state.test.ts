import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, type Command, idleState, type PlaybackEvent, type PlaybackState } from './playback-state.ts';
import type { ProblemCode } from './problem-code.ts';

const expired: PlaybackEvent = { type: 'refused', code: 'token_expired', canRenew: true, hasServed: false };
const refused = (code: ProblemCode): PlaybackEvent => ({ type: 'refused', code, canRenew: true, hasServed: true });
const networkFailure: PlaybackEvent = { type: 'failed', trouble: 'network', code: 'network_lost' };
const mediaFailure: PlaybackEvent = { type: 'failed', trouble: 'media', code: 'media_broken' };

function run(...events: readonly (PlaybackEvent | PlaybackEvent['type'])[]): {
  state: PlaybackState;
  commands: Command[];
} {
  let state = idleState;
  const commands: Command[] = [];
  for (const event of events) {
    const next = advance(state, (typeof event === 'string' ? { type: event } : event) as PlaybackEvent);
    state = next.state;
    if (next.command !== 'none') commands.push(next.command);
  }
  return { state, commands };
}

describe('phases', () => {
  test('a film loads, plays, waits for bytes, pauses and ends', () => {
    const phases = (
      ['source-set', 'loaded', 'playing', 'waiting', 'playing', 'paused', 'playing', 'ended'] as const
    ).map((_, index, all) => run(...all.slice(0, index + 1)).state.phase);
    expect(phases).toEqual(['loading', 'ready', 'playing', 'buffering', 'playing', 'paused', 'playing', 'ended']);
  });

  test('seeking back after the end shows a paused film, not an ended one', () => {
    expect(run('source-set', 'loaded', 'playing', 'ended', 'sought').state.phase).toBe('paused');
  });

  test('a pause before the first picture leaves the film ready', () => {
    expect(run('source-set', 'loaded', 'paused').state.phase).toBe('ready');
  });

  test('nothing but a new source leaves a stop', () => {
    const stopped = run('source-set', refused('token_revoked'));
    expect(stopped).toMatchObject({ state: { phase: 'stopped', problem: 'token_revoked' }, commands: ['stop'] });
    for (const type of ['playing', 'paused', 'waiting', 'ended', 'loaded', 'renewed', 'ran-well'] as const) {
      expect(advance(stopped.state, { type })).toEqual({ state: stopped.state, command: 'none' });
    }
    expect(advance(stopped.state, { type: 'source-set' }).state).toMatchObject({ phase: 'loading', problem: null });
  });
});

describe('refusals', () => {
  test('an expired token is renewed once, and playback goes on without noticing', () => {
    expect(run('source-set', 'loaded', 'playing', expired, 'renewed')).toMatchObject({
      state: { phase: 'playing', problem: null, isRenewing: false },
      commands: ['renew', 'resume'],
    });
  });

  test('what is loaded plays on, pauses and waits while the next token is on its way', () => {
    expect(run('source-set', 'loaded', 'playing', expired, 'waiting').state.phase).toBe('buffering');
    expect(run('source-set', 'loaded', 'playing', expired, 'paused', 'renewed').state.phase).toBe('paused');
  });

  test('a renewed token that is refused as expired stops', () => {
    expect(run('source-set', expired, 'renewed', expired)).toMatchObject({
      state: { phase: 'stopped', problem: 'token_expired' },
      commands: ['renew', 'resume', 'stop'],
    });
  });

  test('many segments refused at once ask for one renewal', () => {
    expect(run('source-set', 'loaded', 'playing', expired, expired, expired).commands).toEqual(['renew']);
  });

  test('after playing well the next expiry is renewed again', () => {
    const { commands } = run('source-set', expired, 'renewed', 'loaded', 'playing', 'ran-well', expired);
    expect(commands).toEqual(['renew', 'resume', 'renew']);
  });

  test('so is the expiry of a token that was good for a while, even when nothing played', () => {
    const { commands } = run('source-set', expired, 'renewed', 'loaded', refused('token_expired'));
    expect(commands).toEqual(['renew', 'resume', 'renew']);
  });

  test('an expired token stops when there is no way to renew it', () => {
    const { state } = run('source-set', { type: 'refused', code: 'token_expired', canRenew: false, hasServed: true });
    expect(state).toMatchObject({ phase: 'stopped', problem: 'token_expired' });
  });

  test('a renewal that fails is told with its reason', () => {
    const { state } = run('source-set', expired, { type: 'renewal-failed', code: 'renewal_ceiling' });
    expect(state).toMatchObject({ phase: 'stopped', problem: 'renewal_ceiling' });
  });

  test.each(['token_revoked', 'token_invalid', 'asset_mismatch', 'ip_mismatch', 'key_token_refused'] as const)(
    '%s stops at once, without renewal, when nothing plays',
    (code) => {
      expect(run('source-set', refused(code)).commands).toEqual(['stop']);
    },
  );

  test('while the film plays, a refusal lets the loaded part end and then stops', () => {
    const playing = ['source-set', 'loaded', 'playing', refused('token_revoked')] as const;
    expect(run(...playing)).toMatchObject({ state: { phase: 'playing', problem: null }, commands: ['hold'] });
    expect(run(...playing, refused('token_revoked'), networkFailure, 'waiting', 'ran-out')).toMatchObject({
      state: { phase: 'stopped', problem: 'token_revoked' },
      commands: ['hold', 'stop'],
    });
  });

  test('so does a renewal that fails', () => {
    const failure: PlaybackEvent = { type: 'renewal-failed', code: 'token_revoked' };
    expect(run('source-set', 'loaded', 'playing', expired, failure, 'ran-out')).toMatchObject({
      state: { problem: 'token_revoked' },
      commands: ['renew', 'hold', 'stop'],
    });
  });

  test('a new token rescues a film that was about to end', () => {
    const { state, commands } = run('source-set', 'loaded', 'playing', refused('token_revoked'), 'renewed', 'ran-out');
    expect(state).toMatchObject({ phase: 'playing', ending: null });
    expect(commands).toEqual(['hold', 'resume']);
  });
});

describe('failures', () => {
  test('each kind of trouble gets one second chance', () => {
    expect(run('source-set', networkFailure, mediaFailure, networkFailure)).toMatchObject({
      state: { phase: 'stopped', problem: 'network_lost' },
      commands: ['recover-network', 'recover-media', 'stop'],
    });
  });

  test('the chance comes back after the film ran well', () => {
    const { commands } = run('source-set', 'loaded', 'playing', mediaFailure, 'playing', 'ran-well', mediaFailure);
    expect(commands).toEqual(['recover-media', 'recover-media']);
  });

  test('what no repetition can mend stops at once', () => {
    expect(run('source-set', { type: 'failed', trouble: 'other', code: 'unsupported' }).commands).toEqual(['stop']);
  });
});

const eventTypes = [
  'source-set',
  'source-cleared',
  'loaded',
  'playing',
  'paused',
  'waiting',
  'sought',
  'ended',
  'ran-well',
  'ran-out',
  'renewed',
] as const;
const anyEvent: fc.Arbitrary<PlaybackEvent> = fc.oneof(
  fc.constantFrom(...eventTypes).map((type) => ({ type }) as PlaybackEvent),
  fc.constantFrom<PlaybackEvent>(expired, refused('token_revoked'), networkFailure, mediaFailure, {
    type: 'renewal-failed',
    code: 'renewal_failed',
  }),
);

test('a problem is shown exactly while playback is stopped, whatever happens in whatever order', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      const { state } = run(...events);
      expect(state.problem !== null).toBe(state.phase === 'stopped');
    }),
  );
});

test('without a stretch of good playback no trouble is answered more than once', () => {
  fc.assert(
    fc.property(
      fc.array(
        anyEvent.filter(({ type }) => type !== 'ran-well' && !type.startsWith('source')),
        { maxLength: 40 },
      ),
      (events) => {
        const { commands } = run('source-set', ...events);
        for (const command of ['renew', 'recover-network', 'recover-media', 'stop'] as const) {
          expect(commands.filter((given) => given === command).length).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});
