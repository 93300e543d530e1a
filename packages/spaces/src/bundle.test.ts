import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundle } from '../../../scripts/browser-bundle.ts';
import { spacesBundle } from '../build.ts';
import budget from '../byte-budget.json' with { type: 'json' };

const files = new Map((await bundle(spacesBundle)).map(({ name, bytes }) => [name, bytes]));
const textOf = (name: string) => new TextDecoder().decode(files.get(name));

test('the build makes exactly the files that have a budget', () => {
  expect([...files.keys()].sort()).toEqual(Object.keys(budget).sort());
});

describe.each(Object.entries(budget))('%s', (name, { maxBytes, maxGzipBytes }) => {
  const bytes = files.get(name) ?? new Uint8Array();

  test('stays inside its budget; the change that needs more raises it', () => {
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.length).toBeLessThanOrEqual(maxBytes);
    expect(gzipSync(bytes).length).toBeLessThanOrEqual(maxGzipBytes);
  });
});

test('the page loads the SDK as a file of its own', () => {
  expect(textOf('page.js')).toContain('"./sluice-spaces.js"');
});

test('the page holds nothing inline that its content policy would refuse', () => {
  expect(textOf('index.html')).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|<script[^>]*>[^<]/);
});
