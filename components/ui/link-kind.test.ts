import { expect, test } from 'vitest';
import { linkKind } from './link-kind';

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  '//evil.example/',
  '/\\evil.example/',
  '\\\\evil.example',
  '/\t/evil.example/',
  'https:evil.example',
  'file:///etc/passwd',
  'fleet',
  '',
])('%j may not be a link', (href) => {
  expect(linkKind(href)).toBe('unsafe');
});

test.each([
  ['https://forge.example/x', 'outside'],
  ['HTTP://forge.example', 'outside'],
  ['mailto:a@b.example', 'outside'],
  ['/fleet?q=//x', 'inside'],
  ['?tab=runs', 'inside'],
  ['#runs', 'inside'],
  ['/api/v1/hosts?format=csv', 'api'],
])('%s is %s', (href, kind) => {
  expect(linkKind(href)).toBe(kind);
});
