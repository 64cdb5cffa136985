import { expect, open, test } from '@/e2e/journey';
import { password, people } from '@/e2e/people';
import { violationsOf } from '@/e2e/readable';

type Told = { leftSeconds?: number; provenSeconds?: number };

/** Lets the page believe, when it asks by itself, that its session is about to end. */
const tell = (told: Told) => (body: { data: object }) => ({ data: { ...body.data, ...told } });

test.describe('a session that is about to end', () => {
  test.use({ person: 'administrator' });
  test('is said two minutes before, and goes on when the person says so', async ({ page }) => {
    await page.route('**/api/v1/session', async (route) => {
      const real = await route.fetch();
      const byItself = route.request().headers()['x-plumbline-background'] === '1';
      const change = byItself ? tell({ leftSeconds: 100 }) : tell({});
      await route.fulfill({ json: change(await real.json()) });
    });
    await open(page, '/settings/security');
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const dialog = page.getByRole('dialog', { name: 'Your session is about to end' });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByRole('timer')).toHaveText(/^1:\d\d$/);
    await expect(dialog.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Stay signed in' }).click();
    await expect(dialog).toBeHidden();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

test.describe('a session that has ended', () => {
  test.use({ tolerated: /401/ });
  test('covers the page, keeps what was typed, and goes on after a sign-in beside it', async ({ page, context }) => {
    await open(page, '/sign-in');
    await page.getByLabel('E-mail address').fill(people.administrator);
    await page.getByLabel(/^Password/).fill(password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await open(page, '/settings/users');
    await page.locator('summary').getByText('Add user').click();
    const form = page.locator('details').filter({ hasText: 'Add user' });
    await form.getByLabel('E-mail address').fill('half-typed@meridian.example');
    await form.getByLabel(/^Password/).fill('never kept anywhere');
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).toContain('half-typed@meridian.example');
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('never kept');
    await context.clearCookies();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await expect(dialog).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    const beside = context.waitForEvent('page');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    const window = await beside;
    await window.waitForLoadState('networkidle');
    await window.getByLabel('E-mail address').fill(people.administrator);
    await window.getByLabel(/^Password/).fill(password);
    await window.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(form.getByLabel('E-mail address')).toHaveValue('half-typed@meridian.example');
  });
});
