import { expect, test } from 'vitest';
import { linkTo, type PageUrl, paramOf } from './page-url';

const url: PageUrl = { path: '/fleet', params: { q: 'a b', facility: ['rvs', 'ngt'], cursor: 'x', asOf: undefined } };

test.each([
  [{ sort: '-ran' }, '/fleet?q=a+b&facility=rvs&facility=ngt&sort=-ran'],
  [{ facility: ['ngt'] }, '/fleet?q=a+b&facility=ngt'],
  [{ facility: null, q: null }, '/fleet'],
  [{ cursor: 'y', q: null, facility: [] }, '/fleet?cursor=y'],
])('changing %o leads to %s', (change, href) => {
  expect(linkTo(url, change)).toBe(href);
});

test('an empty param is none', () => {
  expect(paramOf({ path: '/', params: { q: '' } }, 'q')).toBeNull();
  expect(paramOf(url, 'facility')).toBe('rvs');
});
