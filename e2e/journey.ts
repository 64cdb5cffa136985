import { type BrowserContext, test as base, expect, type Page } from 'playwright/test';
import { password, people } from '@/e2e/people';

export type Person = keyof typeof people;
type Cookies = Awaited<ReturnType<BrowserContext['storageState']>>;

type Options = {
  /** Who is signed in when a test begins; null: nobody. */
  person: Person | null;
  /** Complaints of the browser that a test expects, such as the 404 of a page that is not there. */
  tolerated: RegExp | null;
};
type Shared = { sessions: Map<Person, { state: Cookies; at: number }> };

/** What asks for a recent proof of identity must not stop a journey half-way. */
const recentMs = 3 * 60 * 1000;

/** A test in a browser where a person has signed in by the form. Errors on the console and failed requests fail it. */
export const test = base.extend<Options, Shared>({
  person: [null, { option: true }],
  tolerated: [null, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  sessions: [async ({}, use) => use(new Map()), { scope: 'worker' }],
  context: async ({ person, sessions, context }, use) => {
    if (person !== null) {
      const kept = sessions.get(person);
      if (kept && Date.now() - kept.at < recentMs) await context.addCookies(kept.state.cookies);
      else {
        const page = await context.newPage();
        await signIn(page, person);
        await page.close();
        sessions.set(person, { state: await context.storageState(), at: Date.now() });
      }
    }
    await use(context);
  },
  page: async ({ page, tolerated }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`error: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
    page.on('requestfailed', (request) => {
      // The browser gives a request up when a link is followed before it is answered, and when it saves a file.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED')
        complaints.push(`no answer: ${request.url()} ${request.failure()?.errorText}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    });
    await use(page);
    expect(complaints.filter((complaint) => !tolerated?.test(complaint))).toEqual([]);
  },
});

/** Opens a page and waits until it answers to keys and clicks, as a person who reads first does. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' });
}

/** Signs in as a person would, and waits for the first page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await open(page, '/sign-in');
  await page.getByLabel('E-mail address').fill(people[person]);
  await page.getByLabel(/^Password/).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.waitForLoadState('networkidle');
}

export { expect };
