import { expect, open, signIn, test } from '@/e2e/journey';
import { password, people } from '@/e2e/people';
import { violationsOf } from '@/e2e/readable';

test.describe.configure({ mode: 'serial' });

test.describe('a newcomer gets from the first link to a fleet', () => {
  test('the link of npm start makes the administrator, once', async ({ page }) => {
    const link = process.env.PLUMBLINE_TEST_FIRST_LINK ?? '';
    await open(page, link);
    await page.getByLabel(/^E-mail address/).fill(people.administrator);
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole('button', { name: 'Make the administrator' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'What should Plumbline watch first?' })).toBeVisible();
    for (const way of ['Connect AWS', 'Point Ansible here', 'Load the sample estate'])
      await expect(page.getByRole('heading', { level: 2, name: way })).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOf(page), colorScheme).toEqual([]);
    }
    await open(page, link);
    await expect(page.getByRole('heading', { level: 1, name: 'This link does not open' })).toBeVisible();
  });

  test('the administrator lets the others in', async ({ page }) => {
    await signIn(page, 'administrator');
    await page.getByRole('link', { name: 'Add users' }).click();
    await page.locator('summary').getByText('Add user').click();
    const form = page.getByRole('region', { name: 'Add user' });
    for (const [role, email] of Object.entries(people)) {
      if (role === 'administrator') continue;
      await form.getByLabel(/^E-mail address/).fill(email);
      await form.getByLabel('Role', { exact: true }).selectOption(role);
      await form.getByLabel(/^Password/).fill(password);
      await form.getByRole('button', { name: 'Add user' }).click();
      await expect(page.getByRole('table', { name: 'Users' }).getByText(email)).toBeVisible();
    }
  });

  test('one click begins to load the sample estate, and says how far it is', async ({ page }) => {
    test.setTimeout(120_000);
    await signIn(page, 'administrator');
    await page.getByRole('button', { name: 'Load the sample' }).click();
    await expect(page.getByRole('progressbar', { name: 'Loading the sample' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Load the sample' })).toBeDisabled();
    await expect(page.getByRole('status').getByText(/day \d+ of 90/)).toBeVisible({ timeout: 60_000 });
  });
});
