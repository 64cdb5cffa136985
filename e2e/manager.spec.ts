import { expect, open, test } from '@/e2e/journey';
import { figuresOf, numberIn, rowsSaid } from '@/e2e/look-at';

test.describe('a manager sees how the fleet is, and goes down to the line that changed', () => {
  test.use({ person: 'manager' });

  test('from the bands and the figure to a host, its history, its runs, and one run', async ({ page }) => {
    await open(page, '/');
    const bands = page.getByRole('region', { name: 'Last run of each host' });
    for (const band of ['Failed', 'Corrective', 'Changed', 'Not reported', 'Unchanged'])
      await expect(bands.getByRole('img', { name: new RegExp(`^${band}: \\d+ hosts now`) })).toBeVisible();
    const failing = (await figuresOf(page, 'Fleet health in figures')).get('Failing') ?? 0;
    expect(failing).toBeGreaterThan(0);
    await page
      .getByRole('region', { name: 'Fleet health in figures' })
      .getByRole('link', { name: /^Failing/ })
      .click();
    await expect(page.getByRole('heading', { level: 1, name: 'Fleet', exact: true })).toBeVisible();
    expect(await rowsSaid(page, 'hosts')).toBe(failing);

    const host = page.getByRole('table', { name: 'Hosts' }).locator('tbody').getByRole('link').first();
    const name = await host.innerText();
    await host.click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    const parts = page.getByRole('navigation', { name: 'Parts of this page' });
    await parts.getByRole('link', { name: 'History' }).click();
    await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem').first()).toBeVisible();
    await parts.getByRole('link', { name: 'Runs' }).click();
    const runs = page.getByRole('table', { name: 'Runs of a host' });
    await page.getByRole('navigation', { name: 'Outcome of the runs' }).getByRole('link', { name: 'Failing' }).click();
    await expect(page).toHaveURL(/outcome=failing/);
    await runs.locator('tbody').getByRole('link').first().click();
    await expect(page.getByRole('region', { name: 'Tasks', exact: true })).toContainText('Failed');
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  });

  test('a run that changed something shows it before and after', async ({ page }) => {
    await open(page, '/runs');
    await page.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: '7 d' }).click();
    await expect(page).toHaveURL(/period=7d/);
    const tab = page
      .getByRole('navigation', { name: 'Outcome of the runs' })
      .getByRole('link', { name: /^Corrective/ });
    const count = numberIn(await tab.innerText());
    await tab.click();
    await expect(tab).toHaveAttribute('aria-current', 'page');
    expect(await rowsSaid(page, 'entries')).toBe(count);
    await page.getByRole('table', { name: 'Runs', exact: true }).locator('tbody').getByRole('link').first().click();
    const change = page.getByRole('figure', { name: /^Before and after of/ }).first();
    await expect(change.locator('[data-mark="del"]').first()).toBeVisible();
    await expect(change.locator('[data-mark="add"]').first()).toBeVisible();
  });

  test('what is not encrypted is counted where it is listed', async ({ page }) => {
    await open(page, '/');
    const figure = (await figuresOf(page, 'Fleet health in figures')).get('Unencrypted') ?? 0;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Encryption' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Encryption' })).toBeVisible();
    const row = page.getByRole('region', { name: 'Coverage by kind' }).getByRole('row').filter({ hasText: 'Volumes' });
    const unencrypted = row.getByRole('link', { name: String(figure), exact: true }).first();
    await unencrypted.click();
    await expect(page).toHaveURL(/kind=aws\.ec2\.volume&status=unencrypted/);
    expect(await rowsSaid(page, 'resources')).toBe(figure);
    const states = page.getByRole('table', { name: 'Encryption' }).locator('tbody tr');
    for (const text of await states.allInnerTexts()) expect(text).toContain('Not encrypted');
  });

  test('what a manager may not do is not offered, and refused in words', async ({ page }) => {
    await open(page, '/settings/users');
    await expect(page.getByRole('table', { name: 'Users' })).toBeVisible();
    await expect(page.getByText('Add user')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Tokens' })).toHaveCount(0);
    await open(page, '/settings/tokens');
    await expect(page.getByRole('note')).toContainText('tokens:read');
    await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
    await open(page, '/audit');
    await expect(page.getByRole('link', { name: 'In Plumbline' })).toHaveCount(0);
    await expect(page.getByRole('table', { name: 'Events in the estate' })).toBeVisible();
    await open(page, '/sources');
    await expect(page.getByRole('button', { name: /^Run .* now$|^Remove/ })).toHaveCount(0);
    for (const name of ['Load the sample', 'Make a token', 'Watch repository'])
      for (const button of await page.getByRole('button', { name }).all()) await expect(button).toBeDisabled();
  });
});

test.describe('a manager needs no mouse', () => {
  test.use({ person: 'manager' });

  test('⌘K finds a host', async ({ page }) => {
    await open(page, '/fleet?status=failing');
    const name = await page
      .getByRole('table', { name: 'Hosts' })
      .locator('tbody')
      .getByRole('link')
      .first()
      .innerText();
    await open(page, '/');
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByPlaceholder('Host, group, port, commit, person')).toBeFocused();
    await page.keyboard.type(name);
    await expect(page.getByRole('dialog').getByText(name, { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('dialog').locator('[data-selected]')).toContainText(name);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  });

  test('g f leads to the fleet, / filters it, j k and Enter walk it, d and n turn the clock', async ({ page }) => {
    await open(page, '/');
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await expect(page.getByRole('heading', { level: 1, name: 'Fleet', exact: true })).toBeVisible();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('lks-');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/q=lks-/);
    const rows = page.getByRole('table', { name: 'Hosts' }).locator('tbody').getByRole('link');
    await expect(rows.first()).toContainText('lks-');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press('k');
    await expect(rows.first()).toBeFocused();
    const name = await rows.first().innerText();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

    await page.keyboard.press('d');
    await expect(page.getByRole('button', { name: 'Now', exact: true })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByText('You see the fleet as of')).toBeVisible();
    await expect(page.getByText('7 days ago')).toBeVisible();
    await page.keyboard.press('n');
    await expect(page.getByText('You see the fleet as of')).toHaveCount(0);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0);
  });
});
