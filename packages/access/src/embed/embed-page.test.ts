import { expect, it } from 'vitest';
import { parseHostPattern } from '../bindings/host-pattern.ts';
import { type NormalPath, parsePath } from '../path/parse-path.ts';
import { embedTokenLabel, formatEmbedToken } from '../schemes/embed-token.ts';
import { embedPageHeaders, formatEmbedPath, parseEmbedPath } from './embed-page.ts';

const token = formatEmbedToken(new Uint8Array(32).fill(1));

it('reads the token back from the path of its page', () => {
  const parsed = parsePath(formatEmbedPath(token));
  expect(parsed.ok && parseEmbedPath(parsed.path)).toBe(token);
});

it.each(['/embed/', `/embed/${token}/`, `/embed/x/${token}`, `/embedded/${token}`, `/${token}`])(
  'finds none in %s',
  (path) => {
    expect(parseEmbedPath(path as NormalPath)).toBeNull();
  },
);

it('shows six characters of a token', () => {
  expect(embedTokenLabel(token)).toBe('emb_AQEBAQ...');
});

const policyFor = (...texts: string[]) => {
  const hosts = texts.map(parseHostPattern).filter((host) => host !== null);
  return embedPageHeaders(hosts)['content-security-policy'];
};

it('lets only the pages of its domains frame it', () => {
  expect(policyFor('app.example.com', '*.example.org', '**.example.net', 'none')).toBe(
    'frame-ancestors http://app.example.com:* http://*.example.org:* http://*.example.net:*',
  );
  expect(policyFor('none')).toBe("frame-ancestors 'none'");
  expect(embedPageHeaders(null)).toEqual({
    'referrer-policy': 'strict-origin-when-cross-origin',
    'content-security-policy': 'frame-ancestors *',
  });
});
