import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { type Examples, examplesAt } from '@/e2e/estate';
import { expect, test } from '@/e2e/journey';
import { pages } from '@/e2e/pages';

const day = 24 * 60 * 60 * 1000;
const past = `${new Date(Date.now() - 45 * day).toISOString().slice(0, 19)}Z`;
const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const desk = { width: 1440, height: 1000 };
const phone = { width: 390, height: 844 };

const known = new Map<string | null, Promise<Examples>>();
/** Looked up once for each moment. */
function examples(page: Page, asOf: string | null): Promise<Examples> {
  const found = known.get(asOf) ?? examplesAt(page.request, asOf);
  known.set(asOf, found);
  return found;
}

test.describe('every page is readable by everybody, in both themes, on a desk and on a phone', () => {
  test.use({ person: 'administrator' });
  for (const [name, path] of pages)
    test(name, async ({ page }) => {
      const answer = await page.goto(path(await examples(page, null)));
      expect(answer?.status()).toBe(200);
      await expectReadable(page);
    });
});

test.describe('every page can be seen as of 45 days ago', () => {
  test.use({ person: 'administrator' });
  for (const [name, path] of pages)
    test(name, async ({ page }) => {
      const place = path(await examples(page, past));
      const answer = await page.goto(`${place}${place.includes('?') ? '&' : '?'}asOf=${past}`);
      expect(answer?.status()).toBe(200);
      await expect(page.getByRole('note').getByText(/You see the fleet as of .*45 days ago/)).toBeVisible();
      await expectReadableHere(page, 'light, 1440, 45 days ago');
    });
});

test.describe('the pages before and beside the others are readable, too', () => {
  test.use({ tolerated: /404/ });
  for (const path of ['/sign-in', '/sign-in?refused=failed', '/first', '/no-such-page'])
    test(path, async ({ page }) => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(path === '/no-such-page' ? 404 : 200);
      await expectReadable(page);
    });
});

test.describe('an address that makes no sense is answered with words', () => {
  test.use({ person: 'administrator', tolerated: /404/ });
  for (const [path, status] of [
    ['/no-such-page', 404],
    ['/fleet/99999999', 404],
    ['/drift/nothing', 404],
    ['/runs/0', 404],
    ['/fleet?asOf=yesterday', 200],
    ['/audit?from=monday', 200],
  ] as const)
    test(path, async ({ page }) => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(status);
      await expectReadableHere(page, 'light, 1440');
    });
});

async function expectReadable(page: Page): Promise<void> {
  for (const size of [desk, phone]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      await expectReadableHere(page, `${colorScheme}, ${size.width}`);
    }
  }
}

/** One heading, nothing beside the screen, and nothing that axe finds. */
async function expectReadableHere(page: Page, how: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }), how).toHaveCount(1);
  const beside = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beside, `${how}: pixels beside the screen`).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(rules)
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary}`),
  );
  expect(found, how).toEqual([]);
}
