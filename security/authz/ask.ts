import { join } from 'node:path';
import type { Door } from './door-list';
import type { Asker } from './people';
import { type Layout, type Page, renderPage } from './render-page';

const root = join(import.meta.dirname, '../..');

/** What is asked at a door: path parameters, search, a JSON body or bytes. */
export interface Ask {
  params?: Record<string, string>;
  search?: Record<string, string | string[]>;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  /** Headers and body: all that left the house */
  text: string;
  body: string;
}

/** Asks as a browser or a client would, without a server between. */
export async function ask(door: Door, asker: Asker, what: Ask): Promise<Answer> {
  const path = door.path.replaceAll(/\[(\w+)\]/g, (_all, name: string) => what.params?.[name] ?? '');
  const search = new URLSearchParams(
    Object.entries(what.search ?? {}).flatMap(([key, value]) => [value].flat().map((one) => [key, one] as string[])),
  );
  const headers = new Headers({ ...asker.headers, ...what.headers, 'x-plumbline-path': `${path}?${search}` });
  if (door.handler === null) return askPage(door, headers, what);
  const init: RequestInit = { method: door.method, headers };
  if (what.body !== undefined) {
    headers.set('content-type', 'application/json');
    init.body = JSON.stringify(what.body);
  }
  const request = new Request(`http://127.0.0.1:3000${path}?${search}`, init);
  const response = await door.handler(request, { params: Promise.resolve(what.params ?? {}) });
  const body = await response.text();
  return { status: response.status, body, text: `${[...response.headers].flat().join('\n')}\n${body}` };
}

async function askPage(door: Door, headers: Headers, what: Ask): Promise<Answer> {
  const load = async <Part>(file: string) =>
    ((await import(/* @vite-ignore */ join(root, file))) as { default: Part }).default;
  const framed = door.file.startsWith('app/(dashboard)/');
  const layout = framed ? await load<Layout>('app/(dashboard)/layout.tsx') : null;
  const props = { params: Promise.resolve(what.params ?? {}), searchParams: Promise.resolve(what.search ?? {}) };
  return renderPage(await load<Page>(door.file), layout, props, headers);
}
