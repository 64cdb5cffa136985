import { expect, test } from 'playwright/test';
import { address, daysAgo, signIn } from './visit';

test('a security officer follows a port that was opened by hand to who opened it', async ({ page }) => {
  await signIn(page, 'security-officer');

  await page.getByRole('link', { name: /Drift/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Drift' })).toBeVisible();
  await expect(page.getByText('Cloud ahead').first()).toBeVisible();
  await page
    .getByRole('link', { name: /ehr-app-edge/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ehr-app-edge');
  await expect(page.locator('main')).toContainText(/cloud is ahead|cloud ahead/i);
  await expect(page.locator('main')).toContainText('8443');
  await expect(page.locator('main')).toContainText('d.okafor');
  await expect(page.locator('main')).toContainText(/\.ya?ml/);

  await page.goto(address('/encryption'));
  await expect(page.getByRole('heading', { level: 1, name: 'Encryption' })).toBeVisible();
  await expect(page.locator('main')).toContainText('Not encrypted');
  await expect(page.locator('main')).toContainText('Unknown');

  await page.goto(address('/audit'));
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();
  await expect(page.locator('main')).toContainText('Sample estate');
});

test('the as-of control leads into the past and says so on every page', async ({ page }) => {
  await signIn(page, 'security-officer');
  await page.goto(address(`/drift?asOf=${daysAgo(45)}`));
  await expect(page.getByText(/You see the fleet as of/)).toBeVisible();
  await page
    .getByRole('link', { name: /^Encryption/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/encryption\?asOf=/);
  await expect(page.getByText(/You see the fleet as of/)).toBeVisible();
  await page.getByRole('link', { name: 'Back to now' }).click();
  await expect(page).not.toHaveURL(/asOf/);
});

test('the palette finds a host', async ({ page }) => {
  await signIn(page, 'security-officer');
  const palette = page.getByRole('dialog');
  // The keys work once the page is alive.
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(palette).toBeVisible({ timeout: 2000 });
  }).toPass();
  await palette.getByPlaceholder(/Host, group/).fill('rvs-ehr-app-03');
  await palette.getByText('rvs-ehr-app-03').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('rvs-ehr-app-03');
});
