import { expect, open, test } from '@/e2e/journey';
import { figuresOf } from '@/e2e/look-at';

test.use({ person: 'administrator' });

test('the sample estate fills fleet health and is marked as what it is', async ({ page }) => {
  test.setTimeout(400_000);
  const wish = async () => (await (await page.request.get('/api/v1/sample')).json()).data.wish;
  await expect.poll(wish, { timeout: 300_000, intervals: [1000] }).toBe(null);
  await open(page, '/');
  expect((await figuresOf(page, 'Fleet health in figures')).get('Hosts')).toBe(400);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sample estate' })).toBeVisible();
});
