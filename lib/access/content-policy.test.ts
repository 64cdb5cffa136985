import { expect, test } from 'vitest';
import { contentPolicy, makeNonce } from '@/lib/access/content-policy';
import headers from '@/lib/access/fixed-headers.json';

const directives = (policy: string) => policy.split('; ');

test('a nonce is of 16 bytes, and never the same', () => {
  const nonces = Array.from({ length: 1000 }, makeNonce);
  expect(new Set(nonces).size).toBe(1000);
  for (const nonce of nonces) expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
});

test('a page has nothing unsafe, and all that holds without a nonce', () => {
  const page = contentPolicy('n');
  expect(page).not.toContain('unsafe');
  expect(directives(page)).toContain("script-src 'nonce-n' 'strict-dynamic'");
  const fixed = headers['Content-Security-Policy'];
  expect(fixed).toContain("frame-ancestors 'none'");
  expect(directives(page)).toEqual(expect.arrayContaining(directives(fixed)));
});
