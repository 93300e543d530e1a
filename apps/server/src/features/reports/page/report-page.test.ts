import type { SharedReport } from '@sluice/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkup } from './escape-markup.ts';
import { formatBitrate, formatBytes, formatSeconds } from './format-figures.ts';
import { formatReportPage, reportPagePolicy } from './report-page.ts';

const shared = (title: string, status = 'completed'): SharedReport => ({
  ...{ share_hash: 'A'.repeat(16), created_at: '2026-01-02T03:04:05' },
  video: {
    ...{ title, type: 'video:full', status, created_at: '2026-01-02T03:00:00', finished_at: null },
    ...{ source: null, renditions: [], audio: [], steps: [], artifacts: [], encryption: null },
    totals: { size_bytes: 0, segment_count: 0, duration_seconds: null, work_seconds: 0 },
    quality: { status: 'off', windows: 0, frames: 0 },
  },
});

describe('text in markup', () => {
  it('says what it said and opens nothing', () => {
    expect(escapeMarkup(`<a href="x" b='y'>&amp;`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;');
    expect(escapeMarkup('a\u0000b\ud800')).toBe('ab\ufffd');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(escapeMarkup(text))));
  });
});

describe('the page of a report', () => {
  it('shows a hostile title as text', () => {
    const page = formatReportPage(shared('</title><script>alert(1)</script>'), '/x');
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('has a policy that lets no script run and only its own style apply', () => {
    expect(reportPagePolicy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self' data:; base-uri/);
    expect(reportPagePolicy).not.toContain('unsafe');
  });

  it('is there for a job that has made nothing yet', () => {
    const page = formatReportPage(shared('Film', 'queued'), '/x');
    expect(page).toContain('<h1>Film</h1>');
    expect(page).not.toContain('<img');
  });
});

describe('figures', () => {
  it.each([
    [formatBytes(999), '999 B'],
    [formatBytes(1000), '1.00 kB'],
    [formatBytes(12_340_000), '12.3 MB'],
    [formatBytes(5e15), '5000 TB'],
    [formatBitrate(0), '0 kbit/s'],
    [formatBitrate(999_499), '999 kbit/s'],
    [formatBitrate(999_500), '1.00 Mbit/s'],
    [formatSeconds(0.5), '0.50 s'],
    [formatSeconds(59.94), '59.9 s'],
    [formatSeconds(59.96), '1:00'],
    [formatSeconds(3_661), '1:01:01'],
  ])('%s is %s', (given, expected) => expect(given).toBe(expected));
});
