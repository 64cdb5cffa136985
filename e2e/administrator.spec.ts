import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { address, ask, signIn } from './visit';

test('an administrator watches a repository and runs it by hand', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-network-'));
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
  git('init', '-b', 'main');
  writeFileSync(
    join(folder, 'groups.yml'),
    '- hosts: localhost\n  tasks:\n    - amazon.aws.ec2_security_group:\n        name: from-e2e\n        description: made by a test\n',
  );
  git('add', '.');
  git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', 'commit', '-m', 'Declare a group');

  await signIn(page, 'administrator');
  await page.goto(address('/sources'));
  const form = page.locator('#git');
  await form.getByLabel('Name').fill('e2e-network');
  await form.getByLabel('Address').fill(folder);
  await form.getByRole('button', { name: 'Watch repository' }).click();
  const row = page.getByRole('row', { name: /e2e-network/ }).first();
  await expect(row).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText('Complete', { timeout: 1000 });
  }).toPass({ timeout: 30_000 });

  const completeAt = async () =>
    (await ask<{ name: string; lastCompleteAt: string }>('/api/v1/sources')).find(({ name }) => name === 'e2e-network')
      ?.lastCompleteAt;
  const before = await completeAt();
  await page.getByRole('button', { name: 'Run e2e-network now' }).click();
  await expect.poll(completeAt, { timeout: 30_000 }).not.toBe(before);

  page.on('dialog', (dialog) => dialog.accept());
  await row.getByRole('link', { name: 'Open' }).click();
  // A collection that has just begun keeps its source: one asks again.
  await expect(async () => {
    await page.getByRole('button', { name: 'Remove source' }).click();
    await expect(row).toHaveCount(0, { timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  rmSync(folder, { recursive: true, force: true });
});

test('a token is shown once, and opens the API', async ({ page }) => {
  await signIn(page, 'administrator');
  await page.goto(address('/settings/tokens'));
  await page.getByText('Make token').first().click();
  await page.getByLabel('Name').fill('from the journey');
  await page.getByLabel('Role').selectOption('viewer');
  await page.getByRole('button', { name: 'Make token' }).click();
  const secret = await page.getByText(/^plumbline_api_/).innerText();
  const response = await fetch(address('/api/v1/hosts?limit=1'), { headers: { authorization: `Bearer ${secret}` } });
  expect(response.status).toBe(200);
});
