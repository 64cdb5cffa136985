import { aws } from '@/lib/sources/aws/aws';
import { git } from '@/lib/sources/git/git';
import type { Source } from '@/lib/sources/source';

/** Every source that is collected, by its provider. A new one is a folder beside this file and a line here. */
export const sources = { aws, git };

/** The source of a provider, with its configuration's type forgotten; null for those that are only pushed to. */
export function sourceOf(provider: string): Source<unknown> | null {
  return Object.hasOwn(sources, provider) ? ((sources as Record<string, Source<unknown>>)[provider] ?? null) : null;
}
