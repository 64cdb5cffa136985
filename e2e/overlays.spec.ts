import type { Page } from 'playwright/test';
import { expect, open, test } from '@/e2e/journey';
import { violationsOf } from '@/e2e/readable';

/** What can be opened over a page, and how one sees that it is. */
const overlays: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the as-of control': async (page) => {
    await page.keyboard.press('d');
    await expect(page.getByRole('button', { name: 'Choose the month' })).toBeVisible();
  },
  'the search': async (page) => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByPlaceholder('Host, group, port, commit, person').fill('8443');
    await expect(page.getByRole('dialog').locator('[data-selected]')).toContainText('Port 8443');
  },
  'the filters': async (page) => {
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect(page.getByRole('dialog', { name: 'Filter' })).toBeVisible();
  },
  'the columns': async (page) => {
    await page.getByRole('button', { name: 'Columns' }).click();
    const team = page.getByRole('columnheader', { name: 'Team' });
    await page.getByRole('button', { name: 'Team', pressed: true }).click();
    await expect(team).toHaveCount(0);
    await page.getByRole('button', { name: 'Team', pressed: false }).click();
    await expect(team).toHaveCount(1);
  },
  'the keys': async (page) => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  },
  'the account': async (page) => {
    await page.getByRole('button', { name: /^Account of/ }).click();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  },
  'the navigation of a phone': async (page) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  },
};

test.describe('what opens over a page is readable in both themes, and closes with Escape', () => {
  test.use({ person: 'administrator' });
  for (const [name, show] of Object.entries(overlays))
    test(name, async ({ page }) => {
      await open(page, '/fleet?limit=12');
      await show(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await violationsOf(page), colorScheme).toEqual([]);
      }
      const before = await page.locator('[role="dialog"]:visible, :popover-open').count();
      expect(before).toBeGreaterThan(0);
      await page.keyboard.press('Escape');
      await expect(page.locator('[role="dialog"]:visible, :popover-open')).toHaveCount(0);
    });
});
