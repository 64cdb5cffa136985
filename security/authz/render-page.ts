import { renderToReadableStream } from 'next/dist/compiled/react-server-dom-webpack/server.node.js';
import { type ComponentType, createElement, type ReactNode } from 'react';
import type { Answer } from './ask';
import { requested } from './next-headers';

type Props = { params: Promise<object>; searchParams: Promise<object> };
export type Page = ComponentType<Props>;
export type Layout = ComponentType<{ children: ReactNode }>;

/** Every reference is known, by its own name. */
const manifest = new Proxy({}, { get: (_target, id) => ({ id: String(id), chunks: [], name: '*', async: false }) });

/**
 * Renders a page in its layout to the payload that a browser gets for `RSC: 1`, and of which it gets the HTML: nothing
 * reaches a browser that is not in it. The status is Next's: a redirect, not found, or failed, and else 200.
 */
export async function renderPage(page: Page, layout: Layout | null, props: Props, headers: Headers): Promise<Answer> {
  const errors: unknown[] = [];
  const onError = (error: unknown) => {
    errors.push(error);
    return digestOf(error);
  };
  const body = await requested.run(headers, () => {
    const inner = createElement(page, props);
    const outer = layout ? createElement(layout, null, inner) : inner;
    return new Response(renderToReadableStream(outer, manifest, { onError })).text();
  });
  return { status: Math.max(200, ...errors.map(statusOf)), body, text: body };
}

function digestOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : 'error';
}

/** Whatever else a page throws, Next answers with 500. */
function statusOf(error: unknown): number {
  const digest = digestOf(error);
  if (digest.startsWith('NEXT_REDIRECT')) return 307;
  if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK')) return Number(digest.split(';')[1]);
  return 500;
}
