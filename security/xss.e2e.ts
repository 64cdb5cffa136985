import { expect, type Page, test } from 'playwright/test';
import { visibleText } from '@/components/ui/visible-text';
import { type Examples, examplesAt } from '@/e2e/estate';
import { pages } from '@/e2e/pages';
import { password } from '@/e2e/people';
import { hostileTexts, marksIn } from './hostile-texts';
import { type OwnDatabase, ownDatabase } from './own-database';
import { type OwnWeb, ownWeb } from './own-web';
import { reportSuite } from './report-suite';

const email = 'ada@example.org';
const lists = ['hosts', 'resources', 'runs', 'drift', 'encryption', 'activity', 'audit', 'users', 'tokens', 'sources'];

let database: OwnDatabase;
let web: OwnWeb;
let cookie = { name: '', value: '' };
let columns: { hostile: string[]; words: string[]; held: string[]; empty: string[]; refused: string[] };
const found: string[] = [];
const seen = new Set<number>();
const counts = { pages: 0, exports: 0 };

test.beforeAll(async () => {
  test.setTimeout(300_000);
  database = await ownDatabase('xss');
  database.run('small-sample.ts', email, password, '4');
  web = await ownWeb(database.web, { proxy: true });
  const signedIn = await fetch(`${web.url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { origin: web.url, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const [name = '', value = ''] = signedIn.headers.get('set-cookie')?.split(';')[0]?.split('=') ?? [];
  cookie = { name, value };
  columns = JSON.parse(database.run('poison.ts')) as typeof columns;
});
test.afterAll(async () => {
  await web?.stop();
  await database?.drop();
  const measured = { texts: hostileTexts.length, columns: columns?.hostile.length ?? 0, seen: seen.size, ...counts };
  reportSuite({
    suite: 'xss',
    pass: found.length === 0 && seen.size === hostileTexts.length,
    measured: { ...measured, found: found.length },
    target: { texts: 150, seen: 150, found: 0 },
    seed: null,
  });
});

test('150 hostile texts stand in every string column', () => {
  expect(new Set(hostileTexts).size).toBe(150);
  expect(columns.empty, 'nothing could be written there').toEqual([]);
  expect(columns.hostile.length).toBeGreaterThan(130);
});

test('no page makes an element, an attribute or an address of them, runs them, or hides what they are', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const context = await browser.newContext({ baseURL: web.url });
  await context.addCookies([{ ...cookie, url: web.url }]);
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  const page = await context.newPage();
  const where = () => new URL(page.url()).pathname;
  page.on('dialog', (dialog) => {
    found.push(`${where()}: a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(`${where()}: ${message.text().slice(0, 300)}`);
  });
  page.on('pageerror', (error) => found.push(`${where()}: ${error.message.slice(0, 300)}`));
  page.on('popup', () => found.push(`${where()}: a window opened`));
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== web.url && !request.url().startsWith('data:'))
      found.push(`${where()}: asked for ${request.url()}`);
  });
  const examples = await examplesAt(page.request, null);
  for (const address of addresses(examples)) {
    const answer = await page.goto(address, { waitUntil: 'networkidle' });
    if (answer?.status() !== 200) found.push(`${address}: answered ${answer?.status()}`);
    await look(page, address);
    counts.pages += 1;
  }
  await search(page);
  await context.close();
  expect(found).toEqual([]);
  const unseen = hostileTexts.filter((_, i) => !seen.has(i));
  expect(unseen, 'every text was on some page').toEqual([]);
});

test('no export can be taken for a page', async () => {
  const headers = { cookie: `${cookie.name}=${cookie.value}` };
  for (const list of lists) {
    const answer = await fetch(`${web.url}/api/v1/${list}?format=csv`, { headers });
    const text = await answer.text();
    counts.exports += 1;
    expect(answer.status, list).toBe(200);
    expect(answer.headers.get('content-type'), list).toMatch(/^text\/csv/);
    expect(answer.headers.get('content-disposition'), list).toMatch(/^attachment; filename="[\w.-]+"$/);
    expect(answer.headers.get('x-content-type-options'), list).toBe('nosniff');
    expect(answer.headers.get('content-security-policy'), list).toMatch(/^default-src 'none'/);
    expect(marksIn(text).length, list).toBeGreaterThan(0);
  }
});

function addresses(examples: Examples): string[] {
  const all = Object.values(pages).flat();
  return all.map((path) => (typeof path === 'string' ? path : path(examples)));
}

/** ⌘K shows what the browser fetched by itself. */
async function search(page: Page): Promise<void> {
  await page.goto('/fleet?limit=12', { waitUntil: 'networkidle' });
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('Host, group, port, commit, person').fill('alert');
  await page.waitForTimeout(1000);
  await look(page, 'the search');
}

async function look(page: Page, address: string): Promise<void> {
  const { texts, wrong } = await page.evaluate(read);
  for (const text of texts) {
    for (const mark of marksIn(text)) seen.add(mark);
    if (visibleText(text) !== text)
      found.push(`${address}: hidden characters in ${JSON.stringify(text.slice(0, 200))}`);
  }
  found.push(...wrong.map((one) => `${address}: ${one}`));
}

/** Run in the page: its texts, those that are read aloud included, and what no page of ours has. */
function read(): { texts: string[]; wrong: string[] } {
  const strange =
    'applet audio base dialog:not([role]) embed frame frameset iframe marquee math object plaintext portal template video xmp [xss] [srcdoc] [formaction] [ping] [background] meta[http-equiv] animate set foreignObject use';
  const wrong = [...document.querySelectorAll(strange.split(' ').join(', '))].map((one) => one.outerHTML.slice(0, 200));
  const texts: string[] = [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    for (const attribute of element.attributes) {
      if (/^on/.test(attribute.name)) wrong.push(`${name} ${attribute.name}=${attribute.value.slice(0, 100)}`);
      if (/^(title|aria-label|alt|placeholder)$/.test(attribute.name)) texts.push(attribute.value);
      const leads = /^(href|src|action|xlink:href)$/.test(attribute.name);
      if (
        leads &&
        !/^(\/(?![/\\])|#|\?|https?:\/\/(?!evil)|mailto:|otpauth:|data:image\/(?!svg))/i.test(attribute.value)
      )
        wrong.push(`${name} ${attribute.name}=${attribute.value.slice(0, 100)}`);
    }
    // What a script with the nonce loads needs none of its own.
    const loaded = element.getAttribute('src')?.startsWith('/_next/static/') ?? false;
    if (/^(script|style)$/.test(name) && !loaded && !(element as HTMLElement).nonce)
      wrong.push(`${name} without a nonce: ${element.outerHTML.slice(0, 100)}`);
    if (/^(script|style)$/.test(name)) continue;
    for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) texts.push(child.nodeValue ?? '');
  }
  texts.push(document.title);
  return { texts, wrong };
}
