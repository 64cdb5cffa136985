import { expect, test } from 'playwright/test';
import { address, ask, daysAgo, signIn, violations } from './visit';

/** Every page of the navigation, and one of each thing. */
async function pages(): Promise<string[]> {
  const first = async (path: string) => (await ask<{ id: string }>(path))[0]?.id ?? '';
  const host = await first('/api/v1/hosts?limit=1');
  const volume = await first('/api/v1/resources?kind=aws.ec2.volume&limit=1');
  const group = await first('/api/v1/resources?kind=aws.ec2.security-group&limit=1');
  const run = await first('/api/v1/runs?limit=1');
  const drift = await first('/api/v1/drift?limit=1');
  const lists = ['/', '/fleet', '/runs', '/drift', '/encryption', '/audit', '/audit?in=estate', '/sources'];
  const settings = ['/settings', '/settings/users', '/settings/tokens', '/settings/roles'];
  const things = [`/fleet/${host}`, `/fleet/${volume}`, `/fleet/${group}`, `/runs/${run}`, `/drift/${drift}`];
  return [...lists, ...settings, ...things];
}

for (const scheme of ['light', 'dark'] as const)
  test(`every page is clean in ${scheme}, now and 45 days ago, wide and narrow`, async ({ page }) => {
    test.setTimeout(600_000);
    const wrong: string[] = [];
    let at = '';
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(`${at}: console: ${message.text()}`);
    });
    page.on('pageerror', (error) => wrong.push(`${at}: ${error.message}`));
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await signIn(page, 'administrator');
    for (const path of await pages())
      for (const asOf of [null, daysAgo(45)]) {
        at = asOf ? `${path}${path.includes('?') ? '&' : '?'}asOf=${asOf}` : path;
        const response = await page.goto(address(at));
        // What was not there 45 days ago says so.
        if (response?.status() !== 200 && !(asOf && response?.status() === 404))
          wrong.push(`${at}: ${response?.status()}`);
        await expect(page.locator('h1').first()).toBeVisible();
        wrong.push(...(await violations(page)).map((found) => `${at}: ${found}`));
        if (asOf) continue;
        await page.setViewportSize({ width: 390, height: 844 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (over > 0) wrong.push(`${at}: ${over} px wider than a telephone`);
        await page.setViewportSize({ width: 1440, height: 1000 });
      }
    expect(wrong).toEqual([]);
  });

test('the sign-in is clean, and nobody gets further without it', async ({ page }) => {
  await page.goto(address('/fleet'));
  await expect(page).toHaveURL(/\/sign-in\?next=%2Ffleet$/);
  expect(await violations(page)).toEqual([]);
  const bare = await fetch(address('/fleet'), { headers: { RSC: '1' }, redirect: 'manual' });
  const [host] = await ask<{ name: string }>('/api/v1/hosts?limit=1');
  expect(host?.name).toBeTruthy();
  expect(await bare.text()).not.toContain(host?.name);
  expect((await fetch(address('/api/v1/hosts'))).status).toBe(401);
});
