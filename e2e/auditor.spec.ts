import { rowsOf } from '@/e2e/estate';
import { expect, open, test } from '@/e2e/journey';
import { expectPast, figuresOf, rowsSaid } from '@/e2e/look-at';
import { expectNoFormula, savedList } from '@/e2e/saved-list';

const sections = ['Fleet', 'Runs', 'Drift', 'Encryption', 'Audit', 'Sources', 'Settings', 'Fleet health'];

test.describe('an auditor sees the estate as it was, and takes it away', () => {
  test.use({ person: 'auditor' });

  test('45 days ago is shown on every page, and its counts are of then', async ({ page }) => {
    await open(page, '/');
    const now = await figuresOf(page, 'Fleet health in figures');
    await page.getByRole('button', { name: /^Shown as of Now/ }).click();
    await page.getByRole('button', { name: '45 days ago' }).click();
    await expectPast(page);
    await expect(page.getByText('45 days ago.', { exact: false }).first()).toBeVisible();
    const then = await figuresOf(page, 'Fleet health in figures');
    expect([...then.keys()]).toEqual([...now.keys()]);
    expect([...then.values()]).not.toEqual([...now.values()]);
    expect(then.get('Hosts')).toBeGreaterThan(0);
    const moment = new URL(page.url()).searchParams.get('asOf');
    for (const section of sections) {
      const link = page.getByRole('navigation', { name: 'Main' }).getByTitle(section, { exact: true });
      await link.click();
      await expect(link).toHaveAttribute('aria-current', 'page');
      await expect(page.getByRole('heading', { level: 1, name: section, exact: true })).toBeVisible();
      await expectPast(page);
      expect(new URL(page.url()).searchParams.get('asOf'), section).toBe(moment);
    }
  });

  test('a host that is gone today is there, with its runs of then', async ({ page }) => {
    const past = `${new Date(Date.now() - 45 * 24 * 60 * 60 * 1000).toISOString().slice(0, 19)}Z`;
    const names = async (asOf: string | null) =>
      (await rowsOf(page.request, 'hosts?limit=500', asOf)).map(({ name = '' }) => name);
    const here = new Set(await names(null));
    const gone = (await names(past)).find((name) => !here.has(name)) ?? 'no host went';

    await open(page, '/fleet');
    await page.getByRole('searchbox').fill(gone);
    await page.keyboard.press('Enter');
    await expect(page.getByText('No host matches.')).toBeVisible();
    await page.getByRole('button', { name: /^Shown as of Now/ }).click();
    await page.getByRole('button', { name: '45 days ago' }).click();
    const row = page.getByRole('table', { name: 'Hosts' }).getByRole('link', { name: gone });
    await row.click();
    await expect(page.getByRole('heading', { level: 1, name: gone })).toBeVisible();
    await expectPast(page);
    await page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: 'Runs' }).click();
    await expect(page.getByRole('table', { name: 'Runs of a host' }).locator('tbody tr').first()).toBeVisible();
    await page.getByRole('link', { name: 'Back to now' }).click();
    await expect(page.getByText(/^Gone since/)).toBeVisible();
  });

  test('the list of then is saved as it is counted, without a formula in it', async ({ page }) => {
    await open(page, '/fleet');
    await page.getByRole('button', { name: /^Shown as of Now/ }).click();
    await page.getByRole('button', { name: '45 days ago' }).click();
    await expectPast(page);
    const said = await rowsSaid(page, 'hosts');
    const rows = await savedList(page);
    expect(rows).toHaveLength(said);
    expectNoFormula(rows);
    await page.getByRole('link', { name: 'Back to now' }).click();
    await expect(page.getByText('You see the fleet as of')).toHaveCount(0);
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    const events = page.getByRole('table', { name: 'Events in Plumbline' });
    await expect(events.locator('tbody tr').filter({ hasText: 'otto@meridian.example' }).first()).toContainText(
      'Exported',
    );
  });
});

test.describe('an auditor changes nothing', () => {
  test.use({ person: 'auditor', tolerated: /403/ });

  test('no page offers it', async ({ page }) => {
    await open(page, '/sources');
    await expect(page.getByRole('table', { name: 'Sources' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Run .* now$|^Remove/ })).toHaveCount(0);
    for (const button of await page.getByRole('main').getByRole('button').all())
      if (!/^Copy/.test((await button.getAttribute('aria-label')) ?? (await button.innerText())))
        await expect(button).toBeDisabled();
    await open(page, '/settings/users');
    await expect(page.getByRole('table', { name: 'Users' })).toBeVisible();
    await expect(page.getByText('Add user')).toHaveCount(0);
    await open(page, '/settings/tokens');
    await expect(page.getByRole('note')).toContainText('tokens:read');
  });

  test('and no door takes it', async ({ page }) => {
    await open(page, '/sources');
    const doors = [
      ['POST', '/api/v1/sources'],
      ['DELETE', '/api/v1/sources/1'],
      ['POST', '/api/v1/sources/1/collect'],
      ['POST', '/api/v1/sources/test'],
      ['POST', '/api/v1/sample'],
      ['POST', '/api/v1/users'],
      ['PUT', '/api/v1/users/1/role'],
      ['PUT', '/api/v1/users/1/disabled'],
      ['DELETE', '/api/v1/users/1/sessions'],
      ['POST', '/api/v1/tokens'],
      ['DELETE', '/api/v1/tokens/1'],
      ['POST', '/api/ingest/ansible'],
    ];
    const answers = await page.evaluate(
      (all) =>
        Promise.all(
          all.map(async ([method, path]) => {
            const headers = { 'content-type': 'application/json' };
            const answer = await fetch(path ?? '', { method: method ?? '', headers, body: '{"wish":"remove"}' });
            return `${method} ${path} ${answer.status}`;
          }),
        ),
      doors,
    );
    expect(answers).toEqual(doors.map(([method, path]) => `${method} ${path} 403`));
    await page.reload();
    await expect(page.getByRole('table', { name: 'Sources' })).toBeVisible();
  });
});
