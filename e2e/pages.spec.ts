import type { Page } from 'playwright/test';
import { examplesAt } from '@/e2e/estate';
import { expect, test } from '@/e2e/journey';
import { pages } from '@/e2e/pages';
import { violationsOf } from '@/e2e/readable';

const day = 24 * 60 * 60 * 1000;
const past = `${new Date(Date.now() - 45 * day).toISOString().slice(0, 19)}Z`;
const desk = { width: 1440, height: 1000 };
const phone = { width: 390, height: 844 };

test.describe('every page is readable by everybody, in both themes, on a desk and on a phone', () => {
  test.use({ person: 'administrator' });
  for (const [section, paths] of Object.entries(pages))
    test(section, async ({ page }) => {
      test.setTimeout(180_000);
      const examples = await examplesAt(page.request, null);
      for (const path of paths) {
        const address = typeof path === 'string' ? path : path(examples);
        await page.setViewportSize(desk);
        const answer = await page.goto(address);
        expect(answer?.status(), address).toBe(200);
        await expectReadable(page, address);
      }
    });
});

test.describe('every page can be seen as of 45 days ago', () => {
  test.use({ person: 'administrator' });
  for (const [section, paths] of Object.entries(pages))
    test(section, async ({ page }) => {
      test.setTimeout(180_000);
      const examples = await examplesAt(page.request, past);
      for (const path of paths) {
        const address = typeof path === 'string' ? path : path(examples);
        const answer = await page.goto(`${address}${address.includes('?') ? '&' : '?'}asOf=${past}`);
        expect(answer?.status(), address).toBe(200);
        await expect(page.getByRole('note').getByText(/You see the fleet as of .*45 days ago/)).toBeVisible();
        await expectReadableHere(page, `${address}, light, 1440, 45 days ago`);
      }
    });
});

test.describe('the pages before and beside the others are readable, too', () => {
  test.use({ tolerated: /404/ });
  test('sign-in, the first link, and an address that leads nowhere', async ({ page }) => {
    for (const path of ['/sign-in', '/sign-in?refused=failed', '/first', '/no-such-page']) {
      await page.setViewportSize(desk);
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(path === '/no-such-page' ? 404 : 200);
      await expectReadable(page, path);
    }
  });
});

test.describe('an address that makes no sense is answered with words', () => {
  test.use({ person: 'administrator', tolerated: /404/ });
  test('what is not there, and what cannot be read', async ({ page }) => {
    for (const [path, status] of [
      ['/no-such-page', 404],
      ['/fleet/99999999', 404],
      ['/drift/nothing', 404],
      ['/runs/0', 404],
      ['/fleet?asOf=yesterday', 200],
      ['/audit?from=monday', 200],
    ] as const) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(status);
      await expectReadableHere(page, `${path}, light, 1440`);
    }
  });
});

async function expectReadable(page: Page, address: string): Promise<void> {
  for (const size of [desk, phone]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      await expectReadableHere(page, `${address}, ${colorScheme}, ${size.width}`);
    }
  }
}

/** One heading, nothing beside the screen, and nothing that axe finds. */
async function expectReadableHere(page: Page, how: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }), how).toHaveCount(1);
  const beside = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(beside, `${how}: pixels beside the screen`).toBeLessThanOrEqual(0);
  expect.soft(await violationsOf(page), how).toEqual([]);
}
