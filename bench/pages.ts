import { gzipSync } from 'node:zlib';
import { percentile } from './percentile';

export interface PageCost {
  path: string;
  /** Milliseconds from request to last byte, over loopback */
  p50: number;
  p95: number;
  bytes: number;
  status: number;
}

/** Asks for each path `times` times after two warm-up rounds, one at a time, as the holder of the cookie or token. */
export async function measure(
  base: string,
  headers: Record<string, string>,
  paths: readonly string[],
  times: number,
): Promise<PageCost[]> {
  const costs: PageCost[] = [];
  for (const path of paths) {
    const took: number[] = [];
    let bytes = 0;
    let status = 0;
    for (let i = -2; i < times; i++) {
      const started = performance.now();
      const response = await fetch(`${base}${path}`, { headers, redirect: 'manual' });
      bytes = (await response.arrayBuffer()).byteLength;
      status = response.status;
      if (i >= 0) took.push(performance.now() - started);
    }
    costs.push({ path, p50: percentile(took, 0.5), p95: percentile(took, 0.95), bytes, status });
  }
  return costs;
}

/** Bytes of JavaScript, gzipped, that a page names in its HTML: what a first visit loads before it can be used. */
export async function firstLoad(base: string, headers: Record<string, string>, path: string): Promise<number> {
  const html = await (await fetch(`${base}${path}`, { headers })).text();
  const scripts = new Set(
    [...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"(?![^>]*nomodule)/gi)]
      .filter(([tag]) => !/nomodule/i.test(tag))
      .map(([, src]) => src ?? ''),
  );
  let total = 0;
  for (const src of scripts) {
    const body = await (await fetch(new URL(src.replaceAll('&amp;', '&'), base))).arrayBuffer();
    total += gzipSync(Buffer.from(body)).byteLength;
  }
  return total;
}
