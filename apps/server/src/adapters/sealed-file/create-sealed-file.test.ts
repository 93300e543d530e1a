import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealedFile } from './create-sealed-file.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-sealed-'));
  path = join(folder, 'below/keys');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a sealed file', () => {
  it('gives back what was written last, to whoever has the secret', async () => {
    const file = createSealedFile(path, 'secret', 'purpose');
    expect(await file.read()).toBeNull();
    await file.write('first');
    await file.write('second, with ümlaut');
    expect(await createSealedFile(path, 'secret', 'purpose').read()).toBe('second, with ümlaut');
    expect(await readdir(join(folder, 'below'))).toEqual(['keys']);
  });

  it('shows nothing of its text, and itself to nobody else', async () => {
    await createSealedFile(path, 'secret', 'purpose').write('a text that is long enough');
    expect((await readFile(path)).toString('latin1')).not.toContain('text');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['another secret', 'other', 'purpose'],
    ['another purpose', 'secret', 'other'],
  ])('is nothing to %s', async (_what, secret, purpose) => {
    await createSealedFile(path, 'secret', 'purpose').write('text');
    expect(await createSealedFile(path, secret, purpose).read()).toBeNull();
  });

  it.each([0, 5, 12, 14, -1])('is nothing once byte %d was changed or cut away', async (at) => {
    const file = createSealedFile(path, 'secret', 'purpose');
    await file.write('text');
    const sealed = await readFile(path);
    const changed = Buffer.from(sealed);
    const index = at < 0 ? changed.length + at : at;
    changed[index] = (changed[index] ?? 0) ^ 1;
    await writeFile(path, changed);
    expect(await file.read()).toBeNull();
    await writeFile(path, sealed.subarray(0, index));
    expect(await file.read()).toBeNull();
  });
});
