import { expect, test } from 'playwright/test';
import { address, signIn } from './visit';

test('a manager goes from a figure to the hosts behind it, and to the commit that failed them', async ({ page }) => {
  await signIn(page, 'manager');
  const main = page.locator('main');
  await expect(main).toContainText('400');

  await main
    .getByRole('link', { name: /Failing/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/fleet\?.*/);
  await expect(page.getByRole('row').nth(1)).toBeVisible();

  await page.goto(address('/runs?outcome=failed'));
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();

  await page.goto(address('/'));
  await expect(main).toContainText('Since yesterday');
  await expect(main).toContainText('Not well');
});

test('a manager sees neither the audit log nor how to add a source', async ({ page }) => {
  await signIn(page, 'manager');
  await page.goto(address('/audit'));
  await expect(page.locator('main')).toContainText('What was done in the estate');
  await expect(page.locator('main')).not.toContainText('In Plumbline');
  const refused = await page.evaluate(() => fetch('/api/v1/audit').then(({ status }) => status));
  expect(refused).toBe(403);
  await page.goto(address('/sources'));
  await expect(page.getByRole('button', { name: 'Connect and scan' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Remove sample' })).toHaveCount(0);
});
