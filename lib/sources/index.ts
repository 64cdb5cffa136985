import { ansible } from '@/lib/sources/ansible/ansible';
import { aws } from '@/lib/sources/aws/aws';
import { git } from '@/lib/sources/git/git';
import { sample } from '@/lib/sources/sample/sample';
import type { Source } from '@/lib/sources/source';

/** Every source, by its provider. A new one is a folder beside this file and a line here. */
export const sources = { aws, ansible, git, sample };

/** The source of a provider, with its configuration's type forgotten; null for those that are only pushed to. */
export function sourceOf(provider: string): Source<unknown> | null {
  if (provider === 'ansible' || !Object.hasOwn(sources, provider)) return null;
  return (sources as Record<string, Source<unknown>>)[provider] ?? null;
}
