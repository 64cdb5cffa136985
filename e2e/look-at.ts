import { expect, type Page } from 'playwright/test';

/** The figures of a row of figures: what each is called, and its number. */
export async function figuresOf(page: Page, row: string): Promise<Map<string, number>> {
  const region = page.getByRole('region', { name: row });
  await expect(region).toBeVisible();
  const links = await region.getByRole('link').all();
  const texts = await Promise.all(links.map((link) => link.locator(':scope > span').allInnerTexts()));
  return new Map(texts.map(([label = '', value = '']) => [label.trim(), numberIn(value)]));
}

/** The first number of a text; thousands are set apart with thin spaces. */
export function numberIn(text: string): number {
  const found = /\d[\d\u00a0\u2009\u202f ]*/.exec(text)?.[0].replaceAll(/\D/g, '');
  if (!found) throw new Error(`There is no number in “${text}”`);
  return Number(found);
}

/** How many rows the foot of the table says that there are: all of the filter, or those shown where all are. */
export async function rowsSaid(page: Page, noun: string): Promise<number> {
  return numberIn(await page.getByText(new RegExp(`^[\\d\\s]+ ${noun}(, [\\d\\s]+ shown| shown)`)).innerText());
}

/** Chooses a day in the calendar of the as-of control, as one who points and clicks. */
export async function lookAtDay(page: Page, day: Date): Promise<void> {
  const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(day);
  await page.getByRole('button', { name: /^Shown as of/ }).click();
  const panel = page.getByRole('dialog', { name: 'As of' });
  const shown = panel.getByRole('button', { name: 'Choose the month' });
  await expect(shown).toBeVisible();
  for (let back = 0; back < 12 && (await shown.innerText()) !== month; back += 1)
    await panel.getByRole('button', { name: 'Previous month' }).click();
  await expect(shown).toHaveText(month);
  await panel.getByRole('button', { name: `${day.getUTCDate()} ${month}`, exact: true }).click();
  await panel.getByLabel(/^Time, UTC/).fill('12:00');
  await panel.getByRole('button', { name: 'Show' }).click();
  await expectPast(page);
}

/** The page says that it shows the past. */
export async function expectPast(page: Page): Promise<void> {
  await expect(page.getByRole('note').getByText('You see the fleet as of')).toBeVisible();
}
