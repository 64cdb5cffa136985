import { expect, test } from 'vitest';
import { visibleText } from '@/components/ui/visible-text';

test.each([
  ['web-1\u202egpj.exe', 'web-1\\u202egpj.exe'],
  ['\u2066a\u2069\u200b\ufeff\u00ad\u061c', '\\u2066a\\u2069\\u200b\\ufeff\\u00ad\\u061c'],
  ['\u001b[31mred\u001b[0m\u0000\u0007\u007f\u009b', '\\u001b[31mred\\u001b[0m\\u0000\\u0007\\u007f\\u009b'],
  ['a\rb', 'a\\u000db'],
  ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['tag \u{e0041}', 'tag \\ue0041'],
  ['half \ud800', 'half \\ud800'],
])('%j is shown as %j', (text, shown) => expect(visibleText(text)).toBe(shown));

test.each(['web-1.example', 'Zürich 北京 שלום', 'one\ttwo\nthree', 'four\r\nfive', '1\u202f000', '😀'])(
  '%j stays as it is',
  (text) => expect(visibleText(text)).toBe(text),
);
