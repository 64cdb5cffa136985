import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';
import { password, people } from './people';

/** An address of the application under test. */
export function address(path: string): string {
  return new URL(path, process.env.PLUMBLINE_E2E).href;
}

/** Signs in as somebody of a role and stands on fleet health. */
export async function signIn(page: Page, role: keyof typeof people): Promise<void> {
  await page.goto(address('/sign-in'));
  await page.getByLabel('E-mail address').fill(people[role]);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet health' })).toBeVisible();
}

/** Asks the API as the administrator's token does. */
export async function ask<Row>(path: string): Promise<Row[]> {
  const headers = { authorization: `Bearer ${process.env.PLUMBLINE_E2E_TOKEN}` };
  const response = await fetch(address(path), { headers });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { data: Row[] }).data;
}

/** What axe finds wrong with the page as it is now: rule, and where. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/** RFC 3339 of so many days ago. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
}
