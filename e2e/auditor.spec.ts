import { readFileSync } from 'node:fs';
import { expect, test } from 'playwright/test';
import { address, daysAgo, signIn } from './visit';

test('an auditor takes away the fleet as it was, and that is on record', async ({ page }) => {
  await signIn(page, 'auditor');
  const asOf = daysAgo(45);
  await page.goto(address(`/fleet?asOf=${asOf}`));
  await expect(page.getByText(/You see the fleet as of/)).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export these rows' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split(/\r?\n/);
  expect(lines.length).toBeGreaterThan(300);
  for (const line of lines) expect(line).not.toMatch(/(^|,)"?[=+@\t]/);

  await page.goto(address('/audit'));
  await expect(page.locator('main')).toContainText('otto@meridian.example');
  await expect(page.locator('main')).toContainText(/export/i);
});

test('an auditor follows one host through its history', async ({ page }) => {
  await signIn(page, 'auditor');
  await page.goto(address('/fleet?q=rvs-ehr-app-03'));
  await page
    .getByRole('link', { name: /rvs-ehr-app-03/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('rvs-ehr-app-03');
  await page
    .getByRole('link', { name: /^History/ })
    .first()
    .click();
  await expect(page.locator('main')).toContainText(/changed|first seen/i);
});

test('an auditor changes nothing', async ({ page }) => {
  await signIn(page, 'auditor');
  const refused = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/v1/sample', { method: 'POST', headers, body: '{"wish":"remove"}' });
    return response.status;
  });
  expect(refused).toBe(403);
  await page.goto(address('/sources'));
  await expect(page.getByRole('button', { name: /Run .* now/ })).toHaveCount(0);
});
