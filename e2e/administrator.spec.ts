import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowTarget } from '@/e2e/allow-target';
import { expect, open, test } from '@/e2e/journey';

const groups = `- hosts: localhost
  tasks:
    - amazon.aws.ec2_security_group:
        name: from-e2e
        description: made by a test
`;

test.describe('an administrator adds what is watched, and takes it away', () => {
  test.use({ person: 'administrator' });
  let folder = '';
  test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-network-'));
    allowTarget(folder);
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
    git('init', '-b', 'main');
    writeFileSync(join(folder, 'groups.yml'), groups);
    git('add', '.');
    git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', 'commit', '-m', 'Declare a group');
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a repository is watched, collected by hand and removed', async ({ page }) => {
    const name = `e2e-network-${Date.now()}`;
    await open(page, '/sources');
    const form = page.getByRole('region', { name: 'Watch a Git repository' });
    await form.getByLabel(/^Name/).fill(name);
    await form.getByLabel(/^Address/).fill(folder);
    await form.getByRole('button', { name: 'Watch repository' }).click();
    const row = page.getByRole('table', { name: 'Sources' }).getByRole('row').filter({ hasText: name }).first();
    await expect(row).toBeVisible();
    await expect(async () => {
      await page.reload({ waitUntil: 'networkidle' });
      await expect(row).toContainText('Complete', { timeout: 1000 });
    }).toPass({ timeout: 40_000 });
    const taken = page.waitForResponse(/\/collect$/);
    const run = row.getByRole('button', { name: `Run ${name} now` });
    await run.click();
    expect((await taken).ok()).toBe(true);
    await expect(run).toBeVisible({ timeout: 40_000 });
    await expect(row).toContainText('Complete');
    await row.getByRole('link', { name: 'Open' }).click();
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Remove source' }).click();
    await expect(row).toHaveCount(0);
  });

  test('a token is shown once, opens the API, and is refused when it is revoked', async ({
    page,
    playwright,
    baseURL,
  }) => {
    const name = `journey ${Date.now()}`;
    await open(page, '/settings/tokens');
    await page.locator('summary').getByText('Make token').click();
    await page.getByLabel(/^Name/).fill(name);
    await page.getByLabel('Role').selectOption('viewer');
    await page.getByRole('button', { name: 'Make token' }).click();
    const secret = await page.getByText(/^plumbline_api_/).innerText();
    const authorization = `Bearer ${secret}`;
    const api = await playwright.request.newContext({ baseURL: baseURL ?? '', extraHTTPHeaders: { authorization } });
    expect((await api.get('/api/v1/hosts?limit=1')).status()).toBe(200);
    expect((await api.post('/api/v1/sample', { data: { wish: 'remove' } })).status()).toBe(403);
    await page.reload();
    await expect(page.getByText(secret)).toHaveCount(0);
    page.on('dialog', (dialog) => dialog.accept());
    const row = page.getByRole('table', { name: 'Tokens' }).getByRole('row').filter({ hasText: name });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await expect(row).toContainText('Revoked');
    expect((await api.get('/api/v1/hosts?limit=1')).status()).toBe(401);
    await api.dispose();
  });
});
