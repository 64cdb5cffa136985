import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';

// The axe of @axe-core/playwright without its builder, which hands the whole of it to the page again for every look.
const require = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'));
const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const options = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
  preload: false,
};

interface Violation {
  id: string;
  nodes: { target: unknown[]; failureSummary: string }[];
}
type WithAxe = { axe?: { run: (of: Document, how: unknown) => Promise<{ violations: Violation[] }> } };

/** What axe finds against WCAG 2.2 AA on the page as it is now: rule, place and why. */
export async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async (how) => {
    const found = await (window as WithAxe).axe?.run(document, how);
    if (!found) throw new Error('axe is not on the page');
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }, options);
}
