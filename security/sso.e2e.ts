import { appendFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright/test';
import { rowsOf } from '@/e2e/estate';
import { expect, open, signIn, test } from '@/e2e/journey';
import { people as locals, password } from '@/e2e/people';
import { savedList } from '@/e2e/saved-list';
import { startProvider, testClient } from '@/lib/access/test-oidc-server';
import { freePort } from '@/lib/test-postgres';
import { codeOf } from '@/security/test-authenticator';

// An OpenID provider that is not ours, three roles, two reaches; and the glass that is broken when it is away.
const groups = { vera: ['wards'], eli: ['ops-northgate'], mona: ['leads'] };
const table = [
  { group: 'ops-northgate', role: 'engineer', reach: 'Northgate' },
  { group: 'leads', role: 'manager', reach: 'Riverside' },
  { group: 'wards', role: 'viewer', reach: 'Riverside' },
] as const;
const pages = [
  '/',
  '/fleet?limit=200',
  '/fleet?kind=aws.ec2.volume&limit=200',
  '/runs?period=30d&limit=200',
  '/drift',
  '/encryption?limit=200',
];
const held: {
  close: () => void;
  id: string;
  keys: Partial<Record<keyof typeof locals, string>>;
  hosts: Record<string, string[]>;
  /** Of those who set up a second factor on the way */
  pages: Page[];
} = {
  close: () => undefined,
  id: '',
  keys: {},
  hosts: {},
  pages: [],
};

test.describe.configure({ mode: 'serial' });

/** A browser of somebody's own. */
async function pageOf(browser: Browser, baseURL: string | undefined): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  return { context, page: await context.newPage() };
}

async function signInBy(page: Page, person: keyof typeof groups): Promise<void> {
  await open(page, '/sign-in');
  await page.getByRole('button', { name: 'Meridian staff' }).click();
  await page.locator('input[name="login"]').fill(person);
  await page.locator('input[name="password"]').fill('x');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

/** Signs in with a local account in an emergency, with the second factor that was set up, or sets it up now. */
async function breakGlass(page: Page, person: keyof typeof locals, reason: string): Promise<void> {
  await open(page, '/sign-in');
  await page.getByText('Use a local account').click();
  await page.getByLabel(/^Reason/).fill(reason);
  await page.getByLabel('E-mail address').fill(locals[person]);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in with a local account' }).click();
  const code = page.getByLabel('Code of your authenticator');
  await expect(code).toBeVisible();
  const shown = page.getByRole('img', { name: 'The key as a QR code' });
  if (await shown.isVisible()) held.keys[person] = (await page.locator('form code').innerText()).replaceAll(' ', '');
  await code.fill(codeOf(held.keys[person] ?? ''));
  await page.getByRole('button', { name: 'Sign in with a local account' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

test.describe('single sign-on', () => {
  let admin: { page: Page; context: BrowserContext };

  test.beforeAll(async ({ browser, baseURL }) => {
    admin = await pageOf(browser, baseURL);
    await signIn(admin.page, 'administrator');
    const rows = await rowsOf(admin.page.request, 'hosts?limit=500', null);
    for (const { facility = '', name = '' } of rows) held.hosts[facility] = [...(held.hosts[facility] ?? []), name];
  });
  test.afterAll(async () => {
    held.close();
    const { request } = admin.page;
    const headers = { origin: new URL(admin.page.url()).origin };
    // A slow machine takes longer than the five minutes for which a sign-in counts.
    if (held.keys.administrator)
      await request.post('/api/v1/session/confirm', {
        headers,
        data: { password, code: codeOf(held.keys.administrator) },
      });
    if (held.id) await request.delete(`/api/v1/providers/${held.id}`, { headers, data: {} });
    // Each takes away their own: a reset by somebody else would end the sessions of other journeys.
    for (const page of [admin.page, ...held.pages])
      await page.request.put('/api/v1/account/second-factor', {
        headers,
        data: { current: password, secret: null, code: null },
      });
    for (const page of held.pages) await page.context().close();
    await admin.context.close();
  });

  test('wants a second factor of an administrator, is added, tested and enabled on its page', async () => {
    const { page } = admin;
    await open(page, '/settings');
    const box = page.getByRole('region', { name: 'Second factor' });
    await expect(box.getByRole('img', { name: 'The key as a QR code' })).toBeVisible();
    held.keys.administrator = (await box.locator('code').innerText()).replaceAll(' ', '');
    await box.getByLabel(/^Code/).fill(codeOf(held.keys.administrator));
    await box.getByLabel(/^Your password/).fill(password);
    await box.getByRole('button', { name: 'Set up second factor' }).click();
    await expect(box.getByRole('button', { name: 'Remove second factor' })).toBeVisible();

    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    const targets = process.env.PLUMBLINE_ALLOWED_TARGETS;
    if (!targets) throw new Error('PLUMBLINE_ALLOWED_TARGETS must name the file that the application reads');
    appendFileSync(targets, `${issuer}\n`);
    await open(page, '/settings/providers');
    await page.locator('summary').getByText('Add provider').click();
    await page.getByLabel(/^Name/).fill('Meridian staff');
    await page.getByLabel(/^Issuer/).fill(issuer);
    await page.getByLabel(/^Client id/).fill(testClient.id);
    await page.getByLabel(/^Client secret/).fill(testClient.secret);
    for (const [i, { group, role, reach }] of table.entries()) {
      if (i > 0) await page.getByRole('button', { name: 'Add a group' }).click();
      await page.getByLabel(`Group ${i + 1}`, { exact: true }).fill(group);
      await page.getByLabel(`Role of group ${i + 1}`).selectOption(role);
      await page.getByLabel(`Reach of group ${i + 1}`).fill(reach);
    }
    await page.getByLabel(/^Enabled/).check();
    await page.getByRole('button', { name: 'Add provider' }).click();
    await expect(page.getByText('Added. Open its line')).toBeVisible();

    const providers = page.getByRole('table', { name: 'Providers' });
    await providers
      .getByRole('row', { name: /Meridian staff/ })
      .getByRole('link', { name: 'Open' })
      .click();
    const redirect = await providers.locator('code').filter({ hasText: '/api/auth/callback/' }).innerText();
    held.id = redirect.split('/').at(-1) ?? '';
    await providers.getByRole('button', { name: 'Test' }).click();
    await expect(providers.getByText(/cannot be read/)).toBeVisible();
    const server = await startProvider(port, groups, { redirects: [redirect] });
    held.close = () => {
      server.closeAllConnections();
      server.close();
    };
    await providers.getByRole('button', { name: 'Test' }).click();
    await expect(providers.getByText(/signing keys were read/)).toBeVisible();
  });

  for (const { person, role, own, foreign, exports } of [
    { person: 'vera', role: 'Viewer', own: 'Riverside', foreign: ['Northgate', 'Lakeshore'], exports: false },
    { person: 'eli', role: 'Engineer', own: 'Northgate', foreign: ['Riverside', 'Lakeshore'], exports: true },
    { person: 'mona', role: 'Manager', own: 'Riverside', foreign: ['Northgate', 'Lakeshore'], exports: true },
  ] as const)
    test(`${person} comes in as ${role} and sees ${own} alone: on pages, in the search, in files`, async ({
      browser,
      baseURL,
    }) => {
      const { page, context } = await pageOf(browser, baseURL);
      await signInBy(page, person);
      const mine = held.hosts[own] ?? [];
      const canaries = foreign
        .flatMap((name) => held.hosts[name] ?? [])
        .filter((name) => !mine.some((host) => host.includes(name)));
      expect(canaries.length).toBeGreaterThan(5);
      for (const path of pages) {
        await open(page, path);
        const text = await page.content();
        expect(
          canaries.filter((name) => text.includes(name)),
          path,
        ).toEqual([]);
        for (const name of foreign) expect(text, path).not.toContain(name);
      }
      await open(page, '/fleet?limit=200');
      const hit = mine[0] ?? '';
      expect(hit).not.toBe('');
      await expect(page.getByRole('table').first()).toContainText(hit);

      await page.keyboard.press('Control+k');
      const search = page.getByRole('dialog').getByRole('textbox');
      await search.fill(canaries[0] ?? '');
      await expect(page.getByText(/^Nothing is called/)).toBeVisible();
      await search.fill(hit);
      await expect(page.getByRole('dialog').getByText(hit, { exact: true }).first()).toBeVisible();
      await page.keyboard.press('Escape');

      if (exports) {
        await open(page, '/fleet');
        const rows = await savedList(page);
        expect(rows.length).toBeGreaterThan(0);
        expect(new Set(rows.map(({ facility }) => facility))).toEqual(new Set([own]));
      } else expect((await page.request.get('/api/v1/hosts?format=csv')).status()).toBe(403);
      await open(page, '/settings');
      await expect(page.getByRole('region', { name: 'You', exact: true })).toContainText(role);
      await context.close();
    });

  test('a local account is for emergencies: a reason, a second factor, an alarm, and a review by somebody else', async ({
    browser,
    baseURL,
  }) => {
    const reason = `The provider is away, ticket ${Date.now()}`;
    const sam = await pageOf(browser, baseURL);
    held.pages.push(sam.page);
    await breakGlass(sam.page, 'security-officer', reason);
    const alarm = sam.page.getByRole('note').filter({ hasText: 'emergency sign-in' });
    await expect(alarm).toContainText('waits for a review');
    await alarm.getByRole('link', { name: 'Review' }).click();
    const mine = sam.page.getByRole('table', { name: 'Emergency sign-ins' });
    await mine.getByRole('link', { name: 'Open' }).first().click();
    await expect(mine.getByText('Another person than the one who signed in reviews it.')).toBeVisible();

    const { page } = admin;
    await open(page, '/settings/break-glass?state=open');
    const used = page.getByRole('table', { name: 'Emergency sign-ins' });
    await used.getByRole('link', { name: 'Open' }).first().click();
    await expect(used).toContainText(reason);
    await used.getByLabel(/^Note/).fill('Looked at all that was done: nothing but this page');
    page.once('dialog', (dialog) => dialog.accept());
    await used.getByRole('button', { name: 'Approve' }).click();
    await expect(page.getByText('No emergency sign-in is in this state.')).toBeVisible();
    await open(page, '/');
    await expect(page.getByRole('note').filter({ hasText: 'emergency sign-in' })).toHaveCount(0);
  });
});
