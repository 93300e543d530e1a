import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFfmpeg } from '../../src/adapters/media/ffmpeg/create-ffmpeg.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { MediaTool, RunningTool, ToolRun } from '../../src/ports/media-tool.ts';

const log = createLogger('silent');
const LIMITS = { seconds: 20, memoryBytes: 4e9, fileBytes: 50e6 };
const PATTERN = ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=1'];
const endless = (mark = 'endless'): string[] => [
  ...['-re', '-f', 'lavfi', '-i', 'testsrc=s=64x48:r=5'],
  ...['-metadata', `title=${mark}`, '-f', 'null', '-'],
];

let root: string;
let scratch: string;
let tool: MediaTool;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-tool-'));
  scratch = await mkdtemp(join(root, 'scratch-'));
  tool = await createFfmpeg({ mediaSandbox: 'required', log });
});
afterAll(() => rm(root, { recursive: true, force: true }));

function ffmpeg(args: readonly string[], more: Partial<ToolRun> = {}): RunningTool {
  const quiet = ['-hide_banner', '-v', 'error', '-nostdin', '-y', ...args];
  const running = tool.start({ tool: 'ffmpeg', args: quiet, readable: [], scratch, limits: LIMITS, ...more });
  running.stdout.resume();
  return running;
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Command lines of living ffmpeg processes that carry `mark`. */
function livingWith(mark: string): string[] {
  const commandLine = (pid: string): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((line) => line.includes(mark) && /(^|\/)(ffmpeg|bwrap|prlimit|setpriv)\0/.test(line));
}

async function until(condition: () => boolean, maxMs = 5000): Promise<void> {
  const deadline = Date.now() + maxMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('did not happen in time');
    await sleep(20);
  }
}

/** Waits until ffmpeg itself runs with `mark`, and is still there a moment later. */
async function untilRunning(mark: string): Promise<void> {
  const isRunning = (): boolean => livingWith(mark).some((line) => line.startsWith('ffmpeg\0'));
  await until(isRunning, 15_000);
  await sleep(500);
  expect(isRunning()).toBe(true);
}

describe('a run', () => {
  test('reads the files it was given and writes scratch, standard output and extra pipes', async () => {
    const input = join(root, 'ein gäste-film.mp4');
    execFileSync('ffmpeg', ['-v', 'error', ...PATTERN, '-pix_fmt', 'yuv420p', input]);
    const outputs = ['-map', '0:v', '-f', 'matroska', 'pipe:3', '-map', '0:v', '-f', 'matroska', 'pipe:4'];
    const running = ffmpeg(['-i', input, '-frames:v', '1', join(scratch, 'still.png'), ...outputs], {
      readable: [input],
      pipes: 2,
    });
    const [third, fourth] = await Promise.all(running.pipes.map(readAll));
    await running.done;
    expect(third?.length).toBeGreaterThan(500);
    expect(fourth?.length).toBeGreaterThan(500);
    expect(existsSync(join(scratch, 'still.png'))).toBe(true);

    const probe = tool.start({
      tool: 'ffprobe',
      args: ['-v', 'error', '-of', 'json', '-show_streams', '-i', input],
      readable: [input],
      scratch,
      limits: LIMITS,
    });
    const report = JSON.parse((await readAll(probe.stdout)).toString()) as { streams: { width: number }[] };
    await probe.done;
    expect(report.streams[0]?.width).toBe(160);
  });

  test('reads what is written to its input pipes, which follow those that it writes', async () => {
    const raw = ['-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', '2x2'];
    const running = ffmpeg([...raw, '-i', 'pipe:4', '-f', 'rawvideo', 'pipe:3'], { pipes: 1, inputs: 1 });
    running.inputs[0]?.end(Uint8Array.of(1, 2, 3, 4));
    expect([...(await readAll(running.pipes[0] ?? Readable.from([])))]).toEqual([1, 2, 3, 4]);
    await running.done;
  });

  test('fails with the tool’s last words, free of paths', async () => {
    const broken = join(root, 'broken.mp4');
    await writeFile(broken, 'not a film at all');
    await expect(ffmpeg(['-i', broken, '-f', 'null', '-'], { readable: [broken] }).done).rejects.toMatchObject({
      code: 'processing/tool-failed',
      details: { stderr: expect.stringMatching(/^(?!.*\/tmp\/)[\s\S]*broken\.mp4: Invalid data/) },
    });
  });

  test('knows the version, the encoders and the filters of the installed binary', async () => {
    const features = await tool.features();
    expect(features.version).toMatch(/^\d+\.\d+/);
    expect(features.encoders.has('libx264')).toBe(true);
    expect(features.filters.has('scale')).toBe(true);
    expect(features.filters.has('=')).toBe(false);
  });
});

describe('the sandbox', () => {
  test('has no network, not even to this machine', async () => {
    let contacts = 0;
    const server = createServer((socket) => {
      contacts++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}/film.mp4`;
    // Past the allow-lists on purpose: a filter opens the address itself.
    const inFilter = `movie=filename='${url.replaceAll(':', '\\:')}'`;
    await expect(ffmpeg(['-i', url, '-f', 'null', '-']).done).rejects.toThrow();
    await expect(ffmpeg(['-f', 'lavfi', '-i', inFilter, '-f', 'null', '-']).done).rejects.toThrow();
    await expect(ffmpeg([...PATTERN, '-f', 'mpegts', `tcp://127.0.0.1:${port}`]).done).rejects.toThrow();
    expect(contacts).toBe(0);
    server.close();
  });

  test('shows no file that was not handed in', async () => {
    const secret = join(root, 'secret.txt');
    await writeFile(secret, 'hidden words');
    const stolen = join(scratch, 'stolen.txt');
    const show = `color=s=64x48:d=1,drawtext=textfile=${secret}`;
    await expect(ffmpeg(['-f', 'lavfi', '-i', show, '-f', 'null', '-']).done).rejects.toThrow();
    for (const path of [secret, '/etc/passwd', '/proc/1/environ', '/root/.bashrc']) {
      const copy = ['-f', 'data', '-i', `file:${path}`, '-map', '0', '-c', 'copy', '-f', 'data', stolen];
      // In the sandbox /proc/1 is bubblewrap itself with an emptied environment.
      await ffmpeg(copy).done.catch(() => undefined);
      const text = existsSync(stolen) ? readFileSync(stolen, 'utf8') : '';
      expect(text).not.toMatch(/hidden|root:|HOME=\/root|alias/);
      await rm(stolen, { force: true });
    }
  });

  test('ignores a concat script and a playlist that pose as a film', async () => {
    const inner = join(root, 'inner.ts');
    execFileSync('ffmpeg', ['-v', 'error', ...PATTERN, '-f', 'mpegts', inner]);
    const script = join(root, 'script.mp4');
    const playlist = join(root, 'playlist.mp4');
    await writeFile(script, `ffconcat version 1.0\nfile ${inner}\n`);
    await writeFile(playlist, `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${inner}\n#EXT-X-ENDLIST\n`);
    for (const input of [script, playlist]) {
      // Even where the inner file is visible, nothing named inside the input is opened.
      const running = ffmpeg(['-i', input, '-f', 'null', '-'], { readable: [input, inner] });
      await expect(running.done).rejects.toMatchObject({ code: 'processing/tool-failed' });
    }
  });

  test('lets the tool write its scratch folder only', async () => {
    const outside = join(root, 'outside.mkv');
    const input = join(root, 'readable.mkv');
    execFileSync('ffmpeg', ['-v', 'error', ...PATTERN, input]);
    const before = readFileSync(input);
    await ffmpeg([...PATTERN, outside]).done.catch(() => undefined);
    await expect(ffmpeg([...PATTERN, input], { readable: [input] }).done).rejects.toThrow();
    expect(existsSync(outside)).toBe(false);
    expect(readFileSync(input).equals(before)).toBe(true);
  });
});

describe('limits', () => {
  test('end a run that takes too long', async () => {
    const done = ffmpeg(endless(), { limits: { ...LIMITS, seconds: 1 } }).done;
    await expect(done).rejects.toMatchObject({ code: 'processing/tool-timeout' });
  });

  test('end a run that writes too large a file', async () => {
    const raw = ['-f', 'lavfi', '-i', 'testsrc=s=640x480:d=10', '-f', 'rawvideo', join(scratch, 'large.yuv')];
    const done = ffmpeg(raw, { limits: { ...LIMITS, fileBytes: 1_000_000 } }).done;
    await expect(done).rejects.toMatchObject({ code: 'processing/tool-failed', details: { reason: 'file-limit' } });
    expect(readFileSync(join(scratch, 'large.yuv')).length).toBeLessThanOrEqual(1_000_000);
    await rm(join(scratch, 'large.yuv'));
  });

  test('end a run that wants too much memory', async () => {
    const huge = [...PATTERN, '-vf', 'scale=15000:15000,reverse', '-f', 'null', '-'];
    const done = ffmpeg(huge, { limits: { ...LIMITS, memoryBytes: 500e6 } }).done;
    await expect(done).rejects.toMatchObject({ code: 'processing/tool-failed', details: { reason: 'memory-limit' } });
  });
});

describe('ending a run early', () => {
  test('an abort kills promptly and rejects with the signal’s reason', async () => {
    const controller = new AbortController();
    const mark = `abort-${process.pid}`;
    const done = ffmpeg(endless(mark), { signal: controller.signal }).done;
    await untilRunning(mark);
    controller.abort(new Error('cancelled by the user'));
    await expect(done).rejects.toThrow('cancelled by the user');
    await until(() => livingWith(mark).length === 0);
  });

  test('an abort before the start starts nothing', async () => {
    const running = ffmpeg(endless(), { signal: AbortSignal.abort(new Error('too late')), pipes: 1 });
    expect(await readAll(running.pipes[0] ?? Readable.from([]))).toHaveLength(0);
    await expect(running.done).rejects.toThrow('too late');
  });

  test('a killed parent leaves no tool behind', async () => {
    const mark = `orphan-${process.pid}`;
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL('../fixtures/run-ffmpeg-forever.ts', import.meta.url)), scratch, mark],
      { stdio: 'ignore' },
    );
    await untilRunning(mark);
    parent.kill('SIGKILL');
    await until(() => livingWith(mark).length === 0);
  });
});

describe('without bubblewrap', () => {
  const without = { bubblewrapPath: '/nowhere/bwrap', log };

  test('a server that requires the sandbox does not start, and says what to install', async () => {
    await expect(createFfmpeg({ ...without, mediaSandbox: 'required' })).rejects.toMatchObject({
      code: 'processing/sandbox-unavailable',
      message: expect.stringContaining('apt-get install bubblewrap'),
    });
  });

  test('one that does not goes on with allow-lists, and says so once', async () => {
    const lines: string[] = [];
    const warn = pino({}, { write: (line: string) => lines.push(line) });
    const bare = await createFfmpeg({ ...without, mediaSandbox: 'auto', log: warn });
    const start = (args: readonly string[]): Promise<void> => {
      const running = bare.start({
        tool: 'ffmpeg',
        args: ['-v', 'error', ...args],
        readable: [],
        scratch,
        limits: LIMITS,
      });
      running.stdout.resume();
      return running.done;
    };
    await start([...PATTERN, '-f', 'null', '-']);
    await start([...PATTERN, '-f', 'null', '-']);
    expect(lines.filter((line) => line.includes('WITHOUT SANDBOX'))).toHaveLength(1);
    for (const input of [
      'http://127.0.0.1:9/a.mp4',
      'concat:/etc/passwd',
      'data:text/plain,x',
      'subfile:,,:/etc/passwd',
    ]) {
      await expect(start(['-i', input, '-f', 'null', '-'])).rejects.toMatchObject({
        details: { stderr: expect.stringMatching(/not on whitelist|Protocol not found/i) },
      });
    }
  });
});

describe('a tool of one’s own', () => {
  test('may lie outside of /usr, behind a link', async () => {
    const folder = await mkdtemp(join(root, 'opt-'));
    execFileSync('cp', ['/usr/bin/ffmpeg', join(folder, 'ffmpeg-real')]);
    await symlink(join(folder, 'ffmpeg-real'), join(root, 'ffmpeg-link'));
    const own = await createFfmpeg({ mediaSandbox: 'required', log, ffmpegPath: join(root, 'ffmpeg-link') });
    expect((await own.features()).encoders.has('libx264')).toBe(true);
  });

  test('that is not there is told in a sentence', async () => {
    const none = await createFfmpeg({ mediaSandbox: 'required', log, ffmpegPath: '/nowhere/ffmpeg' });
    await expect(none.features()).rejects.toMatchObject({ code: 'processing/tool-missing' });
  });
});
