import { describe, expect, it } from 'vitest';
import { parseCommand } from './parse-command.ts';

describe('parseCommand', () => {
  it.each([
    [['serve'], { name: 'serve', roles: null }],
    [['serve', '--role', 'api', '--role', 'edge'], { name: 'serve', roles: ['api', 'edge'] }],
    [['serve', '--role=api,worker'], { name: 'serve', roles: ['api', 'worker'] }],
    [['start'], { name: 'start', files: [] }],
    [['start', 'a.mp4', '--', '-b.mp4'], { name: 'start', files: ['a.mp4', '-b.mp4'] }],
    [['process', 'a.mp4'], { name: 'start', files: ['a.mp4'] }],
    [
      ['explain', '/v/a/x', '--header', 'Edge-Token: a:b', '--ip', '203.0.113.7', '--at', '2026-04-24T12:01:48Z'],
      { name: 'explain', url: '/v/a/x', headers: { 'Edge-Token': 'a:b' }, ip: '203.0.113.7', at: 1_777_032_108 },
    ],
    [['openapi'], { name: 'openapi' }],
    [['config', '--reference'], { name: 'config', isReference: true }],
    [['--version'], { name: 'version' }],
    [[], { name: 'help' }],
  ])('reads %j', (argv, command) => {
    expect(parseCommand(argv)).toEqual(command);
  });

  it.each([
    [['serve', '--role', 'king']],
    [['serve', 'x']],
    [['explain']],
    [['explain', 'a', '--at', 'noon']],
    [['process']],
    [['dance']],
    [['serve', '--nonsense']],
  ])('tells what is wrong with %j', (argv) => {
    expect(parseCommand(argv)).toMatchObject({ name: 'mistake', sentence: expect.stringMatching(/\w/) });
  });
});
