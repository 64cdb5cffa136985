import { AsyncLocalStorage } from 'node:async_hooks';

/** The headers of the request that is rendered: what Next keeps for itself. */
export const requested = new AsyncLocalStorage<Headers>();

/** Stands for next/headers where pages are rendered without Next. */
export async function headers(): Promise<Headers> {
  const given = requested.getStore();
  if (!given) throw new Error('Headers are asked for outside a request');
  return given;
}

export async function cookies() {
  const given = (await headers()).get('cookie') ?? '';
  const pairs = new Map(given.split(';').map((pair) => pair.trim().split('=') as [string, string]));
  return { get: (name: string) => (pairs.has(name) ? { name, value: pairs.get(name) } : undefined) };
}
