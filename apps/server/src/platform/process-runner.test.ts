import { describe, expect, test } from 'vitest';
import { processStartTicks } from './process-identity.ts';
import { runProcess, startProcess } from './process-runner.ts';

describe('a process', () => {
  test('gets its arguments as they are, whatever a shell would make of them', async () => {
    const exit = await runProcess({ command: 'printf', args: ['%s|', '$HOME', '; id', '`id`'] });
    expect(exit).toMatchObject({ code: 0, stdout: '$HOME|; id|`id`|', endedBy: 'itself' });
  });

  test('sees nothing of our environment', async () => {
    const exit = await runProcess({ command: 'env', args: [] });
    expect(exit.stdout.trim().split('\n').sort()).toEqual(['LANG=C.UTF-8', 'PATH=/usr/local/bin:/usr/bin:/bin']);
  });

  test('writes to further pipes', async () => {
    const running = startProcess({ command: 'sh', args: ['-c', 'echo three >&3; echo four >&4'], pipes: 2 });
    const texts = await Promise.all(running.pipes.map(async (pipe) => (await pipe.toArray()).join('')));
    expect(texts).toEqual(['three\n', 'four\n']);
    await running.exit;
  });

  test('keeps the end of a long error output', async () => {
    const script = 'seq 1 20000 >&2; echo last >&2; exit 3';
    const exit = await runProcess({ command: 'sh', args: ['-c', script], maxStderrBytes: 100 });
    expect(exit.code).toBe(3);
    expect(exit.stderr).toHaveLength(100);
    expect(exit.stderr.endsWith('last\n')).toBe(true);
  });

  test('rejects when there is no such program', async () => {
    await expect(runProcess({ command: 'no-such-program', args: [] })).rejects.toThrow('ENOENT');
  });
});

describe('ending a process', () => {
  test('kills the whole group, also when it ignores the polite request', async () => {
    const script = 'trap "" TERM; (trap "" TERM; sleep 60) & echo $!; wait; sleep 60';
    const running = startProcess({ command: 'sh', args: ['-c', script], timeoutMs: 100, killGraceMs: 100 });
    const grandchild = Number((await running.stdout.iterator({ destroyOnReturn: false }).next()).value);
    expect(await running.exit).toMatchObject({ endedBy: 'timeout', signal: 'SIGKILL' });
    await expect.poll(() => processStartTicks(grandchild)).toBeNull();
  });

  test('happens at once on abort', async () => {
    const controller = new AbortController();
    const running = startProcess({ command: 'sleep', args: ['60'], signal: controller.signal });
    controller.abort();
    expect(await running.exit).toMatchObject({ endedBy: 'abort', signal: 'SIGTERM' });
  });

  test('is not needed when the signal was aborted before', async () => {
    const running = startProcess({ command: 'sleep', args: ['60'], signal: AbortSignal.abort(), pipes: 1 });
    expect(running.pid).toBeUndefined();
    expect(await running.exit).toMatchObject({ endedBy: 'abort' });
  });
});
