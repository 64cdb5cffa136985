import { expect, test } from 'vitest';
import { jsx, jsxs } from '@/components/jsx/jsx-runtime';

const hidden = 'a\u202eb';
const shown = 'a\\u202eb';

test('text in an element is shown, whatever the element', () => {
  expect(jsx('b', { children: hidden }).props).toEqual({ children: shown });
  expect(jsxs('b', { children: ['on ', hidden, 3] }).props).toEqual({ children: ['on ', shown, 3] });
  expect(jsx(() => null, { title: hidden, 'aria-label': hidden }).props).toEqual({ title: shown, 'aria-label': shown });
});

test('what is no text for people stays as it is', () => {
  const props = { href: hidden, name: hidden, children: [jsx('i', { children: 'plain' }), 'plain'] };
  expect(jsxs('a', props).props).toEqual(props);
  expect(jsx('a', { children: 'plain' }, 'key').key).toBe('key');
});
