import { expect, open, test } from '@/e2e/journey';

test.describe('an administrator says where things belong', () => {
  test.use({ person: 'administrator' });

  test('a rule shows what it matches while it is typed, is added, and is removed', async ({ page }) => {
    const name = `Rule ${Date.now()}`;
    await open(page, '/settings/facilities');
    await expect(page.getByRole('heading', { name: 'Unmatched' })).toBeVisible();
    await page.locator('summary').getByText('Add rule').click();
    const form = page.getByRole('region', { name: 'Add rule' });
    await form.getByLabel('Name of the rule').fill(name);
    await form.getByLabel('Name of the resource').fill('*');
    await expect(form.getByText(/^Matches now [\d,]+/)).toBeVisible();
    await form.getByLabel('Account').fill('no-such-account');
    await expect(form.getByText('Nothing within your reach matches now.')).toBeVisible();
    await form.getByLabel('Facility').fill('Riverside');
    await form.getByRole('button', { name: 'Add rule' }).click();
    const row = page
      .getByRole('table', { name: 'Rules of facilities' })
      .getByRole('row')
      .filter({ hasText: name })
      .first();
    await expect(row).toContainText('account no-such-account, name *');
    await row.getByRole('link', { name: 'Open' }).click();
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Remove rule' }).click();
    await expect(row).toHaveCount(0);
  });

  test('an auditor is invited by a link that opens once', async ({ page, browser, baseURL }) => {
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    await open(page, '/settings/users');
    await page.locator('summary').getByText('Invite auditor').click();
    const form = page.getByRole('region', { name: 'Invite auditor' });
    await form.getByLabel('E-mail address').fill(`auditor-${Date.now()}@example.org`);
    await form.getByLabel('Access until').fill(day(10));
    await form.getByLabel('Evidence from').fill(day(-30));
    await form.getByLabel('Evidence to').fill(day(10));
    await form.getByRole('button', { name: 'Make the link' }).click();
    const link = (await form.locator('code').textContent()) ?? '';
    expect(link).toContain('/invitation?token=');
    const context = await browser.newContext();
    const guest = await context.newPage();
    await guest.goto(new URL(new URL(link).pathname + new URL(link).search, baseURL).href, {
      waitUntil: 'networkidle',
    });
    await expect(guest.getByRole('heading', { name: 'You are invited as an auditor' })).toBeVisible();
    await guest.getByLabel(/^Password/).fill('a long and plain passphrase');
    await guest.getByRole('button', { name: 'Set password' }).click();
    await guest.waitForURL(/\/sign-in/);
    await guest.goto(new URL(new URL(link).pathname + new URL(link).search, baseURL).href);
    await expect(guest.getByRole('heading', { name: 'This link does not open' })).toBeVisible();
    await context.close();
  });
});
