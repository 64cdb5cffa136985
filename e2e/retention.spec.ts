import { expect, open, test } from '@/e2e/journey';

test.describe('an administrator keeps the audit log', () => {
  test.use({ person: 'administrator', tolerated: /\b422\b/ });

  test('less than six years is refused, a hold is placed and lifted', async ({ page }) => {
    const name = `Case ${Date.now()}`;
    await open(page, '/settings/retention');
    const days = page.getByLabel('Days', { exact: true });
    await days.evaluate((input) => input.removeAttribute('min'));
    await days.fill('30');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(page.getByText(/must be 2192 or more/)).toBeVisible();
    await page.locator('summary').getByText('Place a legal hold').click();
    await page.getByLabel(/^Name/).fill(name);
    await page
      .getByLabel(/^Reason/)
      .last()
      .fill('Court order');
    await page.getByLabel(/^Actor/).fill('A. Moreau');
    await page.getByRole('button', { name: 'Place the hold' }).click();
    const row = page.getByRole('table', { name: 'Legal holds' }).getByRole('row').filter({ hasText: name }).first();
    await expect(row).toContainText('by A. Moreau');
    await expect(row).toContainText('Stands');
    await row.getByRole('link', { name: 'Open' }).click();
    page.on('dialog', (dialog) => dialog.accept());
    const lifting = page.getByRole('button', { name: 'Lift the hold' });
    await lifting.locator('xpath=ancestor::form').getByLabel('Reason').fill('Closed');
    await lifting.click();
    await expect(row).toContainText('Lifted');
    await open(page, `/audit?q=${encodeURIComponent(name)}`);
    const events = page.getByRole('table', { name: 'Events in Plumbline' });
    await expect(events).toContainText('Placed the legal hold');
    await expect(events).toContainText('Lifted the legal hold');
  });
});

test.describe('an auditor has the log verified', () => {
  test.use({ person: 'auditor' });

  test('it says how far it is, and what it found', async ({ page }) => {
    await open(page, '/audit');
    await page.getByRole('button', { name: 'Verify now' }).click();
    await expect(page.getByText(/events verified.*Nothing was changed/)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('region', { name: 'State of the audit log' })).toContainText('Log verified');
  });
});
